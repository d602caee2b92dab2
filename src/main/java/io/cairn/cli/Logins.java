package io.cairn.cli;

import io.cairn.graph.Cluster;
import io.cairn.graph.Node;
import io.cairn.host.SshOptions;
import io.cairn.provider.lab.Lab;

/** How to log in to each node. */
@FunctionalInterface
interface Logins {
  /** The login of that node. */
  SshOptions of(Node node);

  /** The logins of the lab's twins. */
  static Logins ofLab(Cluster cluster) {
    Lab lab = LabCommand.lab(cluster);
    return node -> lab.ssh(node.name());
  }
}
