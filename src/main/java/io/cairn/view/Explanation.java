package io.cairn.view;

import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.KnownSizes;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.view.LayerCommands.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * All there is to say about one layer: what {@code explain} shows.
 *
 * @param purpose what its type is for
 * @param live the nodes as they are; without it, what the file says
 */
public record Explanation(Cluster cluster, Layer layer, Purpose purpose, Optional<Live> live) {
  /**
   * What a type of layer is for.
   *
   * @param title as in {@code DRBD resource}
   * @param about what it is, and when one wants it
   * @param does what Cairn does with it
   */
  public record Purpose(String title, String about, List<String> does) {
    public Purpose {
      does = List.copyOf(does);
    }
  }

  /** By the file alone. */
  public static Explanation of(Cluster cluster, Layer layer, Purpose purpose) {
    return new Explanation(cluster, layer, purpose, Optional.empty());
  }

  /** With the nodes as they are. */
  public static Explanation of(Live live, Layer layer, Purpose purpose) {
    return new Explanation(live.status().cluster(), layer, purpose, Optional.of(live));
  }

  Stacks stacks(Glyphs glyphs) {
    return new Stacks(cluster, live, glyphs);
  }

  List<NodeName> nodes() {
    return cluster.nodesOf(layer);
  }

  /** All that it lies over, and all that lies over it with what else that needs; bottom up. */
  List<LayerTree.Line> stack() {
    Set<Layer> stack = new LinkedHashSet<>();
    cluster.upFrom(layer).forEach(upper -> stack.addAll(cluster.downFrom(upper)));
    return LayerTree.of(cluster, cluster.bottomUp().stream().filter(stack::contains).toList());
  }

  /** How large it is, with the arithmetic, and the nodes of which it is so. */
  SequencedMap<List<String>, List<NodeName>> sizes() {
    SequencedMap<List<String>, List<NodeName>> nodes = new LinkedHashMap<>();
    for (NodeName node : nodes()) {
      List<String> words = new SizeWords(cluster, node, known(node)).of(layer);
      nodes.computeIfAbsent(words, _ -> new ArrayList<>()).add(node);
    }
    return nodes;
  }

  private KnownSizes known(NodeName node) {
    return live.flatMap(seen -> Optional.ofNullable(seen.sizes().get(node)))
        .orElseGet(() -> KnownSizes.declared(cluster, node));
  }

  /** What it lies over, by node where that differs. */
  Map<List<String>, List<NodeName>> over() {
    Map<List<String>, List<NodeName>> nodes = new LinkedHashMap<>();
    for (NodeName node : nodes()) {
      List<String> grounds = cluster.allBelow(layer, node).stream().map(LayerWords::below).toList();
      nodes.computeIfAbsent(grounds, _ -> new ArrayList<>()).add(node);
    }
    return nodes;
  }

  List<Use> commandsOfCairn() {
    return new LayerCommands(layer, cluster).ofCairn();
  }

  List<Use> commandsOnNode() {
    return new LayerCommands(layer, cluster).ofEngine();
  }

  List<String> failures() {
    return new FailureWords(layer, cluster).sentences();
  }

  /** What a plan would do about it. */
  List<StepFold> differences() {
    List<Step> steps = live.map(seen -> seen.differences().of(layer.name())).orElse(List.of());
    return StepFold.of(steps.stream());
  }
}
