package io.cairn.view;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeState;
import io.cairn.engine.Observed;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Planner;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a whole cluster is, in one snapshot: what {@code status} shows.
 *
 * @param layers at most one state for each layer and node
 * @param aspects how the nodes themselves are, beside their layers
 * @param findings what is wrong, those of the states included
 */
public record Status(
    Cluster cluster,
    Observed observed,
    List<LayerState> layers,
    List<NodeState> aspects,
    List<Finding> findings) {
  public Status {
    layers = List.copyOf(layers);
    aspects = List.copyOf(aspects);
    findings =
        Stream.of(
                findings.stream(),
                aspects.stream().flatMap(aspect -> aspect.findings().stream()),
                layers.stream().flatMap(layer -> layer.findings().stream()))
            .flatMap(found -> found)
            .distinct()
            .toList();
  }

  /** Asks every engine how its layers are. */
  public static Status of(Context context) {
    return new Status(
        context.cluster(),
        context.observed(),
        context.engines().all().stream().flatMap(e -> e.states(context).stream()).toList(),
        context.engines().all().stream().flatMap(e -> e.nodeStates(context).stream()).toList(),
        Planner.findings(context));
  }

  Optional<LayerState> state(LayerName layer, NodeName node) {
    return layers.stream()
        .filter(state -> state.layer().equals(layer) && state.node().equals(node))
        .findFirst();
  }

  boolean answered(NodeName node) {
    return observed.facts(node).isPresent();
  }
}
