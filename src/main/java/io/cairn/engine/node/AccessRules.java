package io.cairn.engine.node;

import io.cairn.engine.Finding;
import io.cairn.engine.SystemFacts;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import java.util.Map;
import java.util.Optional;

/** Whether Cairn can work on a node at all: it answers, as root, on a system that is known. */
final class AccessRules {
  private static final Map<String, String> NAMES =
      Map.of("debian 12", "Debian 12", "debian 13", "Debian 13");

  private AccessRules() {}

  static Finding unreachable(Cluster cluster, NodeName node, String why) {
    return Finding.error("NODE-01", "Node unreachable")
        .at(node.text())
        .saw(why, "a login without a password as " + cluster.node(node).ssh())
        .because(
            "Nothing is known of what runs there, and unknown is never taken for absent.",
            "Try it by hand, and go on when it works without a question:\n  ssh "
                + cluster.node(node).ssh().user().map(user -> "-l " + user + " ").orElse("")
                + cluster.node(node).ssh().port().map(port -> "-p " + port + " ").orElse("")
                + cluster.node(node).ssh().host()
                + " true");
  }

  static Optional<Finding> noRoot(NodeName node, SystemFacts system) {
    return system.userId() == 0
        ? Optional.empty()
        : Optional.of(
            Finding.error("NODE-02", "No root rights")
                .at(node.text())
                .saw("Cairn is user " + system.userId() + " there", "user 0, root")
                .because(
                    "Disks, networks and packages are root's.",
                    "Name root in the cluster file, as in ssh: root@HOST, and put your key into"
                        + " /root/.ssh/authorized_keys on "
                        + node
                        + "."));
  }

  static Optional<Finding> unsupported(NodeName node, SystemFacts system) {
    if (NAMES.containsKey(system.system())) {
      return Optional.empty();
    }
    String seen = system.osRelease().getOrDefault("PRETTY_NAME", system.system().strip());
    String ubuntu =
        system.osRelease().getOrDefault("ID", "").equals("ubuntu")
            ? " Ubuntu has not been tried yet, though much of it may work."
            : "";
    return Optional.of(
        Finding.error("NODE-03", "Unsupported system")
            .at(node.text())
            .saw(seen, "Debian 12 or Debian 13")
            .because(
                "Package names, versions and the network's configuration differ between systems;"
                    + " Cairn changes only what it was tried on."
                    + ubuntu,
                "Install Debian 13 on " + node + "."));
  }

  static Optional<Finding> otherName(NodeName node, SystemFacts system) {
    return system.hostName().equals(node.text())
        ? Optional.empty()
        : Optional.of(
            Finding.error("NODE-04", "Node has another name")
                .at(node.text())
                .saw("uname -n prints " + system.hostName(), node.text())
                .because(
                    "DRBD finds its own host by that name (drbd.conf(5), on); a wrong one may also mean"
                        + " that this is another server.",
                    "If it is the right server, give it the name:\n  hostnamectl set-hostname "
                        + node));
  }
}
