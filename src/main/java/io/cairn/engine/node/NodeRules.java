package io.cairn.engine.node;

import io.cairn.engine.Finding;
import io.cairn.engine.Mounts.Mount;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import io.cairn.graph.Cluster;
import io.cairn.graph.IpAddress;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** Whether one node is fit to be worked on. What follows from a worse fault is not reported. */
final class NodeRules {
  // below this not even the files of a plan with their predecessors, and the journal, are safe
  private static final Size LEAST = Size.mebibytes(64);
  // the packages of all layers, unpacked, take about 150 MiB on Debian 12, and apt's archive as
  // much
  private static final Size FOR_PACKAGES = Size.mebibytes(400);

  private NodeRules() {}

  static List<Finding> check(Cluster cluster, NodeName node, NodeFacts facts) {
    List<Finding> findings = new ArrayList<>();
    AccessRules.otherName(node, facts.system()).ifPresent(findings::add);
    Optional<Finding> access = AccessRules.unsupported(node, facts.system());
    if (access.isPresent()) {
      findings.add(access.get());
      return findings;
    }
    findings.addAll(modules(node, facts));
    findings.addAll(notInstallable(cluster, node, facts));
    findings.addAll(room(cluster, node, facts));
    findings.addAll(names(cluster, node, facts));
    return findings;
  }

  private static List<Finding> modules(NodeName node, NodeFacts facts) {
    if (!(KernelModules.read(facts)
        instanceof Seen.Present<KernelModules>(KernelModules modules))) {
      return List.of();
    }
    return Stream.of(forbidden(node, modules), missing(node, facts, modules))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Finding> forbidden(NodeName node, KernelModules modules) {
    if (modules.forbidden().isEmpty()) {
      return Optional.empty();
    }
    String names = String.join(", ", modules.forbidden());
    return Optional.of(
        Finding.error("NODE-16", "Kernel module forbidden")
            .at(node.text())
            .saw(
                "a line 'install' of modprobe.d(5) keeps from loading " + names, names + " allowed")
            .because(
                "The layers on this node need it, and somebody decided against it.",
                "Find the line, and take it out if it may go:\n  grep -r '^install' /etc/modprobe.d"
                    + " /run/modprobe.d /lib/modprobe.d"));
  }

  private static Optional<Finding> missing(NodeName node, NodeFacts facts, KernelModules modules) {
    List<String> missing = new ArrayList<>(modules.missing());
    if (modules.kernel() == KernelModules.Kernel.INSTALLED) {
      // the DRBD engine says it, with the version that it wants
      missing.remove("drbd");
    }
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String seen =
        String.join(", ", missing)
            + " cannot be loaded into the running kernel "
            + facts.system().kernel();
    Finding finding =
        Finding.error("NODE-06", "Kernel module missing")
            .at(node.text())
            .saw(seen, "a kernel with " + String.join(", ", missing));
    return Optional.of(
        switch (modules.kernel()) {
          case REPLACED ->
              finding.because(
                  "Its kernel was upgraded, and the modules of the one that runs were removed.",
                  "Restart " + node + ", while nothing runs there:\n  systemctl reboot");
          case INSTALLED ->
              finding.because(
                  "Debian's stock kernels have it; this one is another, or a reduced one for cloud"
                      + " machines.",
                  "Install the stock kernel and restart:\n"
                      + "  apt-get install linux-image-amd64 && systemctl reboot");
        });
  }

  private static List<Finding> notInstallable(Cluster cluster, NodeName node, NodeFacts facts) {
    SequencedSet<String> missing = PackageNeeds.missing(cluster, node, facts);
    String policy = facts.reply(NodeProbes.CANDIDATES).map(Reply::out).orElse("no lists");
    if (missing.isEmpty() || policy.strip().equals("no lists")) {
      return List.of();
    }
    List<String> without =
        missing.stream().filter(name -> !AptPolicy.hasCandidate(policy, name)).toList();
    return without.isEmpty()
        ? List.of()
        : List.of(
            Finding.error("NODE-08", "Package not installable")
                .at(node.text())
                .saw(
                    "apt knows no version of " + String.join(", ", without),
                    "a package source of Debian's main archive that has them")
                .because(
                    "The layers on this node need them.",
                    "Look at /etc/apt/sources.list.d/, and then:\n  apt-get update && apt-cache policy "
                        + String.join(" ", without)));
  }

  private static List<Finding> room(Cluster cluster, NodeName node, NodeFacts facts) {
    List<Finding> findings = new ArrayList<>();
    boolean installs = !PackageNeeds.missing(cluster, node, facts).isEmpty();
    Size wanted = installs ? FOR_PACKAGES : LEAST;
    // packages can bring a new initial RAM disk into /boot; otherwise nothing is written there
    Map<String, Size> rooms =
        Map.of("/", wanted, "/var", wanted, "/boot", installs ? LEAST : Size.mebibytes(0));
    for (String path : List.of("/", "/boot", "/var")) {
      Optional<Mount> mount = facts.mounts().at(path);
      Size least = rooms.getOrDefault(path, wanted);
      mount
          .filter(m -> m.options().contains("ro"))
          .ifPresent(_ -> findings.add(readOnly(node, path)));
      mount
          .filter(m -> free(m).compareTo(least) < 0)
          .ifPresent(m -> findings.add(full(node, path, m, least)));
    }
    return findings;
  }

  private static Size free(Mount mount) {
    return new Size(Math.max(0, mount.totalBytes() - mount.usedBytes()));
  }

  private static Finding readOnly(NodeName node, String path) {
    return Finding.error("NODE-10", "System is read-only")
        .at(node + ":" + path)
        .saw("mounted read-only", "mounted for writing")
        .because(
            "Often the kernel did that after an error of the disk: look before you write.",
            "See what happened:\n  journalctl --dmesg --grep 'error|remount'");
  }

  private static Finding full(NodeName node, String path, Mount mount, Size wanted) {
    return Finding.error("NODE-09", "File system full")
        .at(node + ":" + path)
        .saw(free(mount) + " free of " + new Size(mount.totalBytes()), "at least " + wanted)
        .because(
            "Configuration, package and log files could be cut short.",
            "Make room, for example:\n  apt-get clean; journalctl --vacuum-size=100M");
  }

  private static List<Finding> names(Cluster cluster, NodeName node, NodeFacts facts) {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> elsewhere =
        HostsFile.parse(facts.file(NodeProbes.HOSTS).found().orElse("")).elsewhere();
    for (NodeName name : cluster.nodes().keySet()) {
      Optional<String> seen = Optional.ofNullable(elsewhere.get(name.text()));
      Optional<String> wanted =
          seen.flatMap(_ -> HostsFile.address(cluster, cluster.node(name)))
              .map(IpAddress::toString);
      if (wanted.isPresent() && !wanted.equals(seen)) {
        findings.add(elsewhere(node, name, seen.orElseThrow(), wanted.get()));
      }
    }
    if (facts.file(NodeProbes.HOSTS).found().filter(NodeRules::isRewritten).isPresent()) {
      findings.add(rewritten(node));
    }
    return findings;
  }

  private static Finding elsewhere(NodeName node, NodeName name, String seen, String wanted) {
    return Finding.error("NODE-11", "Name stands for another address")
        .at(node + ":" + NodeProbes.HOSTS)
        .saw(name + " stands for " + seen, name + " stands for " + wanted)
        .because(
            "The first line that fits wins, so Cairn's own would not be read (hosts(5)).",
            "Take the name out of that line, or correct the address in the cluster file.");
  }

  // the first comment that cloud-init's template for Debian leaves in the file
  private static boolean isRewritten(String text) {
    return text.contains("'manage_etc_hosts' as True");
  }

  private static Finding rewritten(NodeName node) {
    return Finding.warning("NODE-12", "Another program writes /etc/hosts")
        .at(node + ":" + NodeProbes.HOSTS)
        .saw("cloud-init writes it anew at every boot", "manage_etc_hosts: false")
        .because(
            "After a reboot the names of the nodes would be gone.",
            "Set it on "
                + node
                + ":\n"
                + "  echo 'manage_etc_hosts: false' > /etc/cloud/cloud.cfg.d/99-cairn.cfg");
  }
}
