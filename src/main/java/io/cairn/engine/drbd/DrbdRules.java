package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Finding.Severity;
import io.cairn.engine.ManagedFile;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the nodes show to be wrong. */
final class DrbdRules {
  private DrbdRules() {}

  static List<Finding> of(Context context, List<ResourceView> views) {
    List<Finding> findings = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      if (!DrbdProbes.on(context.cluster(), node).isEmpty()) {
        context
            .facts(node)
            .map(DrbdFacts::new)
            .ifPresent(facts -> findings.addAll(node(node, facts)));
      }
    }
    views.forEach(view -> findings.addAll(resource(view, context)));
    return List.copyOf(findings);
  }

  /** What stands in the way of planning this resource. */
  static List<Finding> errors(ResourceView view, Context context) {
    return resource(view, context).stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .toList();
  }

  static List<Finding> resource(ResourceView view, Context context) {
    List<Finding> findings = new ArrayList<>();
    disagreement(view).ifPresent(findings::add);
    findings.addAll(foreign(view));
    versions(view).ifPresent(findings::add);
    ThirdCopyRules.growth(view, context).ifPresent(findings::add);
    findings.addAll(new DiskRules(view, context).findings());
    findings.addAll(new StateRules(view, context).findings());
    Rebuild.of(view).ifPresent(rebuild -> findings.addAll(rebuild.findings(context)));
    findings.addAll(new ResyncSnapshotRules(view, context).findings());
    return findings;
  }

  private static List<Finding> node(NodeName node, DrbdFacts facts) {
    return Stream.of(module(node, facts), global(node, facts), includes(node, facts))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Finding> module(NodeName node, DrbdFacts facts) {
    Optional<String> version = facts.moduleVersion();
    return version.filter(found -> found.startsWith("8.4.")).isPresent()
        ? Optional.empty()
        : Optional.of(
            Finding.error("DRBD-30", "DRBD module is missing or not supported")
                .at(node.text())
                .saw(
                    version.map("DRBD "::concat).orElse("no module drbd for the running kernel"),
                    "DRBD 8.4")
                .because(
                    "Cairn drives the module that comes with Linux.",
                    "On Debian, the full kernel has it; the cloud kernel may not:\n  apt-get install"
                        + " linux-image-amd64"));
  }

  private static Optional<Finding> global(NodeName node, DrbdFacts facts) {
    return facts
        .file(DrbdPaths.GLOBAL)
        .filter(file -> !file.isOurs() && !DrbdConfig.isPristine(file))
        .map(
            _ ->
                Finding.error("DRBD-31", "Common settings were made by someone else")
                    .at(node + ", " + DrbdPaths.GLOBAL)
                    .saw("settings that neither the package nor Cairn wrote", "the package's file")
                    .because(
                        "They may matter to other resources, and Cairn would write the file anew.",
                        "If they are not needed any more:\n  mv " + DrbdPaths.GLOBAL + " /root/"));
  }

  private static Optional<Finding> includes(NodeName node, DrbdFacts facts) {
    return facts
        .file("/etc/drbd.conf")
        .filter(file -> !file.effective().contains("drbd.d/*.res"))
        .map(
            _ ->
                Finding.error("DRBD-32", "DRBD does not read its folder of resources")
                    .at(node + ", /etc/drbd.conf")
                    .saw("no include of drbd.d/*.res", "the package's file")
                    .because(
                        "The resources' files would have no effect.",
                        "Add these two lines:\n  include \"drbd.d/global_common.conf\";\n  include"
                            + " \"drbd.d/*.res\";"));
  }

  private static Optional<Finding> disagreement(ResourceView view) {
    List<String> slots =
        view.everywhere().stream()
            .flatMap(
                on ->
                    view
                        .file(on.node())
                        .map(
                            file ->
                                on.node() + ": minors " + file.minors() + ", ports " + file.ports())
                        .stream())
            .toList();
    Set<String> different =
        slots.stream().map(text -> text.substring(text.indexOf(':'))).collect(Collectors.toSet());
    boolean isClear =
        view.everywhere().stream()
            .flatMap(on -> view.file(on.node()).stream())
            .allMatch(file -> Allotment.slot(file).isPresent());
    return different.size() < 2 && isClear
        ? Optional.empty()
        : Optional.of(
            Finding.error("DRBD-33", "Nodes disagree on minor or port")
                .at(view.name().text())
                .saw(String.join("; ", slots), "one minor and one port, the same on both nodes")
                .because(
                    "The resource would be another device on each node (rule R10).",
                    "Take the file of the node whose data is right to the other one, then 'cairn"
                        + " apply'."));
  }

  private static List<Finding> foreign(ResourceView view) {
    List<Finding> findings = new ArrayList<>();
    for (ResourceView.OnNode on : view.everywhere()) {
      for (ResourceFile file : on.facts().files()) {
        boolean isItsFile = file.path().equals(DrbdPaths.resource(view.name()));
        boolean isNamed = file.resources().contains(view.name().text());
        boolean clashes = !isItsFile && file.minors().contains(view.slot().minor());
        if ((isItsFile && !file.isOurs()) || (!isItsFile && isNamed) || clashes) {
          findings.add(foreign(view, on.node(), file));
        }
      }
    }
    return findings;
  }

  private static Finding foreign(ResourceView view, NodeName node, ResourceFile file) {
    return Finding.error("DRBD-34", "Resource is someone else's")
        .at(node + ", " + file.path())
        .saw(
            "resource " + String.join(", ", file.resources()) + ", minors " + file.minors(),
            "no other resource named " + view.name() + ", or with minor " + view.slot().minor())
        .because(
            "Cairn never changes what it did not make: the file lacks its first line, '"
                + ManagedFile.HEADER.lines().findFirst().orElse("")
                + "'.",
            "Choose another name in the cluster file, or remove the other resource.");
  }

  private static Optional<Finding> versions(ResourceView view) {
    List<String> versions =
        view.everywhere().stream()
            .map(
                on ->
                    "module "
                        + on.facts().moduleVersion().orElse("none")
                        + ", drbd-utils "
                        + on.facts().utilsVersion().orElse("none"))
            .toList();
    // what is missing altogether is said elsewhere, and is no other version
    boolean isInstalled =
        view.everywhere().stream()
            .allMatch(
                on ->
                    on.facts().utilsVersion().isPresent()
                        && on.facts().moduleVersion().isPresent());
    return !isInstalled || versions.stream().distinct().count() < 2
        ? Optional.empty()
        : Optional.of(
            Finding.warning("DRBD-35", "Nodes run different versions")
                .at(view.name().text())
                .saw(String.join("; ", versions), "the same on both nodes")
                .because(
                    "They speak to each other by the older one's rules (rule R37).",
                    "Bring both nodes to the same release."));
  }
}
