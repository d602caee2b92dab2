package io.cairn.cli;

import io.cairn.engine.Engines;
import io.cairn.graph.Cluster;
import io.cairn.graph.Node;
import io.cairn.host.Claim;
import io.cairn.host.Host;
import io.cairn.host.SshHost;
import io.cairn.host.SshOptions;

/** What the commands work with: the engines, and the way to the nodes. */
record Means(Engines engines, Ways ways) {
  /** All engines, and nodes over SSH. */
  static Means real() {
    return new Means(AllEngines.build(), Means::overSsh);
  }

  /** Which nodes are meant. */
  enum Place {
    SERVERS,
    LAB
  }

  /** The way to each node of a cluster. */
  @FunctionalInterface
  interface Way {
    /** A connection that is made when first used. */
    Host to(Node node, Claim claim);
  }

  /** Finds it for a cluster. */
  @FunctionalInterface
  interface Ways {
    /** The way to its nodes in that place. */
    Way in(Place place, Cluster cluster);
  }

  private static Way overSsh(Place place, Cluster cluster) {
    Logins logins =
        switch (place) {
          case SERVERS -> SshOptions::of;
          case LAB -> Logins.ofLab(cluster);
        };
    return (node, claim) -> new SshHost(node.name(), logins.of(node), claim);
  }
}
