package io.cairn.engine.node;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.NodeState;
import io.cairn.engine.SystemFacts;
import io.cairn.graph.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;

/** How a node's system, packages and time are, for {@code status}. */
final class NodeStates {
  private NodeStates() {}

  static List<NodeState> of(Context context, NodeName node) {
    Optional<NodeFacts> facts = context.facts(node);
    if (facts.isEmpty()) {
      String why =
          Optional.ofNullable(context.observed().unreachable().get(node)).orElse("not asked");
      return List.of(
          new NodeState(
              node,
              "system",
              Health.UNKNOWN,
              "no answer",
              List.of(AccessRules.unreachable(context.cluster(), node, why))));
    }
    return List.of(
        system(context, node, facts.get()),
        packages(context, node, facts.get()),
        time(node, TimeFacts.read(facts.get())));
  }

  private static NodeState system(Context context, NodeName node, NodeFacts facts) {
    List<Finding> findings = NodeRules.check(context.cluster(), node, facts);
    SystemFacts system = facts.system();
    String name = system.osRelease().getOrDefault("PRETTY_NAME", system.system());
    List<String> wrong =
        findings.stream()
            .filter(f -> f.severity() == Finding.Severity.ERROR)
            .map(Finding::title)
            .distinct()
            .toList();
    return new NodeState(
        node,
        "system",
        wrong.isEmpty() ? Health.OK : Health.FAILED,
        wrong.isEmpty() ? name + ", kernel " + system.kernel() : String.join("; ", wrong),
        findings);
  }

  private static NodeState packages(Context context, NodeName node, NodeFacts facts) {
    SequencedSet<String> missing = PackageNeeds.missing(context.cluster(), node, facts);
    return new NodeState(
        node,
        "packages",
        missing.isEmpty() ? Health.OK : Health.ABSENT,
        missing.isEmpty() ? "all installed" : "missing: " + String.join(", ", missing),
        List.of());
  }

  private static NodeState time(NodeName node, TimeFacts time) {
    return switch (time.keeper()) {
      case TimeFacts.Keeper.Other(var service) ->
          new NodeState(node, "time", Health.OK, "kept by " + service, List.of());
      case TimeFacts.Keeper.Chrony _ ->
          time.tracking()
              .filter(_ -> time.isActive("chrony"))
              .map(tracking -> chrony(node, tracking))
              .orElse(new NodeState(node, "time", Health.ABSENT, "nothing keeps it", List.of()));
    };
  }

  private static NodeState chrony(NodeName node, TimeFacts.Tracking tracking) {
    return tracking.synchronised()
        ? new NodeState(
            node,
            "time",
            Health.OK,
            "chrony follows %s, off by %s".formatted(source(tracking), shown(tracking.offset())),
            List.of())
        : new NodeState(node, "time", Health.BUSY, "chrony looks for a source of time", List.of());
  }

  // chrony's own address for the local reference is 127.127.1.1 (chronyc(1), tracking)
  private static String source(TimeFacts.Tracking tracking) {
    return tracking.source().isEmpty() || tracking.source().equals("127.127.1.1")
        ? "its own clock, as the others do"
        : tracking.source();
  }

  private static String shown(Duration offset) {
    return String.format(Locale.ROOT, "%.3f ms", offset.abs().toNanos() / 1e6);
  }
}
