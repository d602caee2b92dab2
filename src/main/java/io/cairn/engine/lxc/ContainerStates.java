package io.cairn.engine.lxc;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.SnapshotTimers;
import io.cairn.engine.Units;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a container is on a node. */
final class ContainerStates {
  private final Layer.Lxc layer;
  private final Context context;
  private final List<Finding> findings;

  ContainerStates(Layer.Lxc layer, Context context) {
    this.layer = layer;
    this.context = context;
    this.findings = LxcRules.of(layer, context);
  }

  List<LayerState> all() {
    return context.cluster().nodesOf(layer).stream().map(this::on).toList();
  }

  private LayerState on(NodeName node) {
    Optional<NodeFacts> facts = context.facts(node);
    if (facts.isEmpty()) {
      return state(node, Health.UNKNOWN, "unknown", "the node does not answer");
    }
    ContainerFacts seen = ContainerFacts.of(layer, node, context, facts.get());
    return seen.isUp() ? up(node, seen, facts.get()) : down(node, seen, facts.get());
  }

  private LayerState up(NodeName node, ContainerFacts seen, NodeFacts facts) {
    List<Finding> snapshots = SnapshotTimers.of(facts).failures(layer, node);
    boolean isWell = seen.isRunning() && seen.unitState().equals("active") && snapshots.isEmpty();
    Health health = isWell ? Health.OK : Health.DEGRADED;
    Optional<LayerState.Fill> memory =
        seen.memory()
            .flatMap(used -> layer.memory().map(limit -> new LayerState.Fill(used, limit)));
    StringBuilder detail = new StringBuilder(String.join(", ", seen.addresses()));
    seen.memory()
        .ifPresent(
            used -> detail.append(detail.isEmpty() ? "" : ", ").append(used).append(" of memory"));
    if (!seen.unitState().equals("active")) {
      detail.append(", not started by its unit");
    }
    List<Finding> wrong = at(node);
    return new LayerState(
        layer.name(),
        node,
        wrong.isEmpty() ? health : Health.FAILED,
        seen.state().orElse("unknown").toLowerCase(java.util.Locale.ROOT),
        detail.toString(),
        memory.filter(_ -> facts.system().memoryBytes() > 0),
        Stream.concat(wrong.stream(), snapshots.stream()).toList());
  }

  private LayerState down(NodeName node, ContainerFacts seen, NodeFacts facts) {
    boolean wanted = context.activeOn(layer).contains(node);
    String place = Place.of(layer, context.cluster()).home();
    if (!at(node).isEmpty()) {
      return state(node, Health.FAILED, "stopped", place);
    }
    if (!wanted) {
      return facts.file(Units.path(ContainerUnit.name(layer))).isMissing()
          ? state(node, Health.ABSENT, "not prepared", "systemd does not know it there")
          : state(node, Health.OK, "standby", place);
    }
    return switch (seen.root()) {
      case ABSENT -> state(node, Health.ABSENT, "absent", "not created yet");
      case UNKNOWN -> state(node, Health.ABSENT, "stopped", "its file system is not mounted");
      case WHOLE, RESTORED, TO_CLEAR, LOST ->
          state(
              node,
              Health.FAILED,
              "stopped",
              seen.unitResult().isEmpty() || seen.unitResult().equals("success")
                  ? "it does not run"
                  : "its unit ended: " + seen.unitResult());
    };
  }

  private List<Finding> at(NodeName node) {
    return findings.stream()
        .filter(f -> f.place().equals(layer.name().text()) || f.place().startsWith(node + ":"))
        .toList();
  }

  private LayerState state(NodeName node, Health health, String role, String detail) {
    return new LayerState(layer.name(), node, health, role, detail, Optional.empty(), at(node));
  }
}
