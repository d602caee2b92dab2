package io.cairn.engine.node;

import io.cairn.engine.ManagedFile;
import io.cairn.graph.Cluster;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;

/** The part of chrony's configuration that makes a cluster agree on one time, come what may. */
final class ChronyConfig {
  /** Read by Debian's chrony.conf through its {@code confdir}. */
  static final String PATH = "/etc/chrony/conf.d/cairn.conf";

  // polled every 16 to 64 s: it is a link of our own, and after a restart of both nodes they shall
  // agree soon.
  // chrony.conf(5), local: in orphan mode every node polls all others, the one with the smallest
  // reference id serves its own clock, and only when no real source is left. 10 is far below any
  // real server, whose strata are 1 to 4.
  private static final String ORPHAN = "local stratum 10 orphan\n";

  private ChronyConfig() {}

  static ManagedFile file(Cluster cluster, NodeName self) {
    StringBuilder text = new StringBuilder();
    text.append("# Where no other time source answers, the nodes agree among themselves.\n");
    for (IpAddress peer : peers(cluster, self)) {
      text.append("server ").append(peer).append(" iburst minpoll 4 maxpoll 6\n");
    }
    text.append(ORPHAN);
    for (IpAddress peer : peers(cluster, self)) {
      text.append("allow ").append(peer).append('\n');
    }
    return ManagedFile.whole(PATH, text.toString())
        .checkedBy("chronyd", "-p", "-f", ManagedFile.CANDIDATE);
  }

  /** One address of each other node, best its own in the replication network. */
  static List<IpAddress> peers(Cluster cluster, NodeName self) {
    return cluster.nodes().values().stream()
        .filter(node -> !node.name().equals(self))
        .flatMap(node -> address(node).stream())
        .toList();
  }

  private static Optional<IpAddress> address(Node node) {
    return node.address().or(() -> node.ssh().address());
  }
}
