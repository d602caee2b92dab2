package io.cairn.cli;

import io.cairn.graph.Cluster;
import io.cairn.graph.Node;
import io.cairn.host.SshOptions;

/** How to log in to each node. */
@FunctionalInterface
interface Logins {
  /** The login of that node. */
  SshOptions of(Node node);

  /** The logins of the lab's twins. */
  static Logins ofLab(Cluster cluster) {
    if (cluster.nodes().isEmpty()) {
      return SshOptions::of;
    }
    throw new Trouble("the lab is not there yet");
  }
}
