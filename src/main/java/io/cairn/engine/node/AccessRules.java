package io.cairn.engine.node;

import io.cairn.engine.Finding;
import io.cairn.engine.Observed;
import io.cairn.engine.SystemFacts;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import io.cairn.graph.SshTarget;
import java.util.Map;
import java.util.Optional;

/** Whether Cairn can work on a node at all: it answers, as root, on a system that is known. */
final class AccessRules {
  private static final Map<String, String> NAMES =
      Map.of("debian 12", "Debian 12", "debian 13", "Debian 13");

  private AccessRules() {}

  /** Why a node gave no facts: the words are those of ssh(1), or of Cairn's own greeting there. */
  static Finding unreachable(Cluster cluster, NodeName node, String why) {
    if (why.contains("Host key verification failed")) {
      return hostKey(cluster.node(node).ssh(), node, why);
    }
    if (why.contains(Observed.NO_ROOT)) {
      return noRoot(node, why);
    }
    if (why.contains(Observed.BUSY)) {
      return busy(node, why);
    }
    return silent(cluster, node, why);
  }

  private static Finding silent(Cluster cluster, NodeName node, String why) {
    return Finding.error("NODE-01", "Node unreachable")
        .at(node.text())
        .saw(why, "a login without a password as " + cluster.node(node).ssh())
        .because(
            "Nothing is known of what runs there, and unknown is never taken for absent.",
            "Try it by hand, and go on when it works without a question:\n  "
                + byHand(cluster.node(node).ssh())
                + " true");
  }

  private static String byHand(SshTarget ssh) {
    return "ssh "
        + ssh.user().map(user -> "-l " + user + " ").orElse("")
        + ssh.port().map(port -> "-p " + port + " ").orElse("")
        + ssh.host();
  }

  // ssh's own text is a page of capitals without the one question that matters
  private static Finding hostKey(SshTarget ssh, NodeName node, String why) {
    boolean changed = why.contains("IDENTIFICATION HAS CHANGED");
    String seen =
        changed
            ? "it has another host key than before"
                + fingerprint(why).map(text -> " (now " + text + ")").orElse("")
            : "its host key is not known on this computer";
    String removal = removal(why).orElse("ssh-keygen -R " + ssh.host());
    return Finding.error("NODE-14", changed ? "Another host key" : "Host key not known")
        .at(node.text())
        .saw(seen, "the key that known_hosts has for it")
        .because(
            "It may be another server, or somebody between. Nothing was asked of it.",
            (changed
                    ? "Only if you know why, as after a new installation of "
                        + node
                        + " or with a new server in its place, see its fingerprint at its own console"
                        + " (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), forget the old key,"
                        + " and log in once if ssh shows the same:\n  "
                        + removal
                        + "\n  "
                    : "Log in once by hand, and compare the fingerprint with the console's:\n  ")
                + byHand(ssh));
  }

  private static Optional<String> fingerprint(String why) {
    return why.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("SHA256:"))
        .map(line -> line.replaceAll("\\.$", ""))
        .findFirst();
  }

  private static Optional<String> removal(String why) {
    return why.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("ssh-keygen "))
        .findFirst();
  }

  private static Finding noRoot(NodeName node, String why) {
    return Finding.error("NODE-02", "No root rights")
        .at(node.text())
        .saw(why, "user 0, root")
        .because(
            "Disks, networks and packages are root's; without its rights half of what is there"
                + " cannot be seen.",
            "Name root in the cluster file, as in ssh: root@HOST, and put your key into"
                + " /root/.ssh/authorized_keys on "
                + node
                + ".");
  }

  private static Finding busy(NodeName node, String why) {
    return Finding.error("NODE-15", "Another Cairn works there")
        .at(node.text())
        .saw(why, "one at a time on each node")
        .because(
            "Two that change the same node undo each other's work.",
            "Wait until it has ended, and run the same command again. Of a Cairn that was killed, the"
                + " last step runs to its end first.");
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
