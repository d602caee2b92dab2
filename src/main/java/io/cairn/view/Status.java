package io.cairn.view;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeState;
import io.cairn.engine.Observed;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a whole cluster is, in one snapshot: what {@code status} shows.
 *
 * @param selection what of it is shown; what is wrong elsewhere is told all the same
 * @param layers at most one state for each layer and node
 * @param aspects how the nodes themselves are, beside their layers
 * @param findings what is wrong, those of the states included
 */
public record Status(
    Cluster cluster,
    Selection selection,
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

  /** All of it is shown. */
  public Status(
      Cluster cluster,
      Observed observed,
      List<LayerState> layers,
      List<NodeState> aspects,
      List<Finding> findings) {
    this(cluster, Selection.ALL, observed, layers, aspects, findings);
  }

  /** Asks every engine how its layers are. */
  public static Status of(Context context) {
    return of(context, Selection.ALL);
  }

  /** Asks every engine how its layers are; to show a part. */
  public static Status of(Context context, Selection selection) {
    return new Status(
        context.cluster(),
        selection,
        context.observed(),
        context.engines().all().stream().flatMap(e -> e.states(context).stream()).toList(),
        context.engines().all().stream().flatMap(e -> e.nodeStates(context).stream()).toList(),
        Planner.findings(context));
  }

  /** The nodes to show, in the order of the file. */
  List<NodeName> nodes() {
    return cluster.nodes().keySet().stream().filter(selection::covers).toList();
  }

  /** The layers to show, bottom up: the chosen ones with what they lie over. */
  List<Layer> shownLayers() {
    Set<Layer> shown = new HashSet<>();
    cluster.layers().values().stream()
        .filter(layer -> selection.covers(layer.name()))
        .forEach(layer -> shown.addAll(cluster.downFrom(layer)));
    return cluster.bottomUp().stream().filter(shown::contains).toList();
  }

  /** The nodes to show on which the layer is built. */
  List<NodeName> nodesOf(Layer layer) {
    return cluster.nodesOf(layer).stream().filter(selection::covers).toList();
  }

  /** Whether another Cairn changes a node just now. */
  boolean isBeingChanged() {
    return AtWorkText.words(observed).isPresent();
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
