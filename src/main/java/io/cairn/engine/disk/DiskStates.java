package io.cairn.engine.disk;

import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;

/** How a partition is on a node. */
record DiskStates(Layer.Partition layer, Context context) {

  List<LayerState> all() {
    return context.cluster().nodesOf(layer).stream()
        .map(
            node ->
                context
                    .facts(node)
                    .map(facts -> on(node, facts))
                    .orElseGet(
                        () ->
                            state(
                                node,
                                Health.UNKNOWN,
                                "unknown",
                                "the node does not answer",
                                List.of())))
        .toList();
  }

  private LayerState on(NodeName node, NodeFacts facts) {
    Optional<DiskView> view =
        DiskView.of(node, facts, context).stream()
            .filter(v -> v.declared().contains(layer))
            .findFirst();
    Optional<Device> partition = view.flatMap(v -> v.partition(layer));
    List<Finding> findings = view.map(v -> DiskRules.of(v, facts)).orElse(List.of());
    if (partition.isEmpty()) {
      return state(
          node,
          findings.isEmpty() ? Health.ABSENT : Health.FAILED,
          "absent",
          "no partition on " + context.deviceBelow(layer, node),
          findings);
    }
    return state(
        node,
        findings.isEmpty() ? Health.OK : Health.DEGRADED,
        "present",
        partition.get().path() + ", " + partition.get().size(),
        findings);
  }

  private LayerState state(
      NodeName node, Health health, String role, String detail, List<Finding> findings) {
    return new LayerState(layer.name(), node, health, role, detail, Optional.empty(), findings);
  }
}
