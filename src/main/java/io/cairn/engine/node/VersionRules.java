package io.cairn.engine.node;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Seen;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether peers speak the same DRBD (rule R37). */
final class VersionRules {
  private VersionRules() {}

  static List<Finding> check(Context context) {
    List<Finding> findings = new ArrayList<>();
    Map<NodeName, String> modules = versions(context, VersionRules::module);
    Map<NodeName, String> generations = new LinkedHashMap<>();
    modules.forEach((node, version) -> generations.put(node, version.replaceAll("\\..*", "")));
    if (differ(generations)) {
      findings.add(generation(modules));
    }
    Map<NodeName, String> tools =
        versions(
            context, facts -> Optional.ofNullable(facts.system().packages().get("drbd-utils")));
    if (differ(tools)) {
      findings.add(tools(tools));
    }
    return findings;
  }

  private static Optional<String> module(NodeFacts facts) {
    return Optional.ofNullable(facts.system().modules().get("drbd"))
        .filter(version -> !version.isEmpty())
        .or(
            () ->
                KernelModules.read(facts) instanceof Seen.Present<KernelModules>(var modules)
                    ? modules.version("drbd")
                    : Optional.empty());
  }

  private static Map<NodeName, String> versions(
      Context context, Function<NodeFacts, Optional<String>> read) {
    Map<NodeName, String> versions = new LinkedHashMap<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      if (NodeProbes.carriesDrbd(context.cluster(), node)) {
        context.facts(node).flatMap(read).ifPresent(version -> versions.put(node, version));
      }
    }
    return versions;
  }

  private static boolean differ(Map<NodeName, String> versions) {
    return versions.values().stream().distinct().count() > 1;
  }

  private static String list(Map<NodeName, String> versions) {
    return versions.entrySet().stream()
        .map(entry -> entry.getKey() + " has " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Finding generation(Map<NodeName, String> modules) {
    return Finding.error("NODE-07", "Different DRBD modules")
        .at(names(modules))
        .saw(list(modules), "DRBD 8.4 on all nodes, or DRBD 9 on all nodes")
        .because(
            "They keep their metadata and their configuration differently, so a resource made for one"
                + " cannot be moved to the other.",
            "Install the same kernel and module on all nodes.");
  }

  // a warning, for while nodes are upgraded one after the other it is so, and must not stop a move
  private static Finding tools(Map<NodeName, String> tools) {
    return Finding.warning("NODE-07", "Different drbd-utils")
        .at(names(tools))
        .saw(list(tools), "the same version on all nodes")
        .because(
            "What one node's tools accept, the other's may refuse.",
            "Upgrade the older one:\n  apt-get update && apt-get install --only-upgrade drbd-utils");
  }

  private static String names(Map<NodeName, String> versions) {
    return versions.keySet().stream().map(NodeName::text).collect(Collectors.joining(", "));
  }
}
