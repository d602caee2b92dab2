package io.cairn.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * What follows from what lies over what, worked out once for all layers: every engine asks for it
 * again and again, and clusters have many layers.
 *
 * @param bottomUp each layer after what it lies over; among equals in the order of the file
 * @param places where each layer stands in that
 * @param upper the layers directly over each, in the order of the file
 * @param nodes the nodes that each layer is built on
 * @param on the layers of each node, from the bottom up
 * @param disks of each node, with the layers directly over each, in the order of the file
 */
record Stacking(
    List<Layer> bottomUp,
    Map<LayerName, Integer> places,
    Map<LayerName, List<LayerName>> upper,
    Map<LayerName, List<NodeName>> nodes,
    Map<NodeName, List<Layer>> on,
    Map<NodeName, SequencedMap<DevicePath, List<LayerName>>> disks) {

  /** Refuses layers that lie over each other in a circle. */
  static Stacking of(SequencedMap<NodeName, Node> nodes, SequencedMap<LayerName, Layer> layers) {
    Map<LayerName, List<LayerName>> upper = new HashMap<>();
    for (Layer layer : layers.values()) {
      lower(layer).forEach(name -> add(upper, name, layer.name()));
    }
    List<Layer> bottomUp = order(layers, upper);
    Map<LayerName, Integer> places = new HashMap<>();
    Map<LayerName, List<NodeName>> nodesOf = new HashMap<>();
    Map<NodeName, Integer> inFile = new LinkedHashMap<>();
    Map<NodeName, List<Layer>> on = new HashMap<>();
    nodes.keySet().forEach(node -> inFile.put(node, inFile.size()));
    for (Layer layer : bottomUp) {
      places.put(layer.name(), places.size());
      List<NodeName> there = nodesOf(layer, inFile, name -> found(nodesOf, name));
      nodesOf.put(layer.name(), there);
      there.forEach(node -> add(on, node, layer));
    }
    on.replaceAll((_, found) -> List.copyOf(found));
    return new Stacking(bottomUp, places, upper, nodesOf, on, disks(layers, nodesOf));
  }

  /** The layers directly below, each once. */
  static List<LayerName> lower(Layer layer) {
    List<LayerName> lower = new ArrayList<>();
    for (Below.Ground part : layer.over().parts()) {
      if (part instanceof Below.OnLayer(var name)) {
        lower.add(name);
      }
    }
    return List.copyOf(lower);
  }

  /** The layers directly over that one. */
  List<LayerName> above(LayerName layer) {
    return upper.getOrDefault(layer, List.of());
  }

  List<NodeName> nodesOf(LayerName layer) {
    return found(nodes, layer);
  }

  List<Layer> on(NodeName node) {
    return on.getOrDefault(node, List.of());
  }

  SequencedMap<DevicePath, List<LayerName>> disksOf(NodeName node) {
    return disks.getOrDefault(node, new LinkedHashMap<>());
  }

  /** Bottom up. */
  Comparator<LayerName> order() {
    return Comparator.comparing(name -> found(places, name));
  }

  private static List<NodeName> nodesOf(
      Layer layer, Map<NodeName, Integer> nodes, Function<LayerName, List<NodeName>> known) {
    if (!layer.declaredNodes().isEmpty()) {
      return layer.declaredNodes();
    }
    return switch (layer.over()) {
      case Below.Local local -> common(local, nodes, known);
      case Below.PerNode(var byNode) ->
          nodes.keySet().stream().filter(byNode::containsKey).toList();
    };
  }

  /** The nodes where all of it is, in the order of the file; a disk may be on any. */
  private static List<NodeName> common(
      Below.Local local, Map<NodeName, Integer> nodes, Function<LayerName, List<NodeName>> known) {
    Optional<List<NodeName>> common = Optional.empty();
    for (Below.Ground ground : local.grounds()) {
      if (ground instanceof Below.OnLayer(var lower)) {
        List<NodeName> there = known.apply(lower);
        common = Optional.of(common.map(some -> both(some, there)).orElse(there));
      }
    }
    return common.map(some -> inOrder(some, nodes)).orElseGet(() -> List.copyOf(nodes.keySet()));
  }

  private static List<NodeName> both(List<NodeName> some, List<NodeName> others) {
    return some.stream().filter(others::contains).toList();
  }

  private static List<NodeName> inOrder(List<NodeName> some, Map<NodeName, Integer> nodes) {
    return some.stream().sorted(Comparator.comparing(nodes::get)).toList();
  }

  private static <T> T found(Map<LayerName, T> all, LayerName name) {
    return Optional.ofNullable(all.get(name))
        .orElseThrow(() -> new IllegalStateException("This is a bug in Cairn: no layer " + name));
  }

  private static <K, V> void add(Map<K, List<V>> all, K key, V value) {
    all.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  /** In rounds: each has all that lie only over those of rounds before. */
  private static List<Layer> order(
      SequencedMap<LayerName, Layer> layers, Map<LayerName, List<LayerName>> upper) {
    Map<LayerName, Integer> waitsFor = new HashMap<>();
    layers.values().forEach(layer -> waitsFor.put(layer.name(), lower(layer).size()));
    Map<LayerName, Integer> inFile = new HashMap<>();
    layers.keySet().forEach(name -> inFile.put(name, inFile.size()));
    List<Layer> ordered = new ArrayList<>();
    List<LayerName> round =
        layers.keySet().stream().filter(name -> found(waitsFor, name) == 0).toList();
    while (!round.isEmpty()) {
      List<LayerName> next = new ArrayList<>();
      for (LayerName name : round) {
        ordered.add(found(layers, name));
        for (LayerName above : upper.getOrDefault(name, List.of())) {
          if (waitsFor.merge(above, -1, Integer::sum) == 0) {
            next.add(above);
          }
        }
      }
      next.sort(Comparator.comparing(name -> found(inFile, name)));
      round = next;
    }
    if (ordered.size() < layers.size()) {
      ordered.forEach(layer -> waitsFor.remove(layer.name()));
      throw new IllegalArgumentException(
          "layers lie over each other in a circle: " + waitsFor.keySet());
    }
    return List.copyOf(ordered);
  }

  private static Map<NodeName, SequencedMap<DevicePath, List<LayerName>>> disks(
      SequencedMap<LayerName, Layer> layers, Map<LayerName, List<NodeName>> nodesOf) {
    Map<NodeName, SequencedMap<DevicePath, List<LayerName>>> disks = new HashMap<>();
    for (Layer layer : layers.values()) {
      for (NodeName node : found(nodesOf, layer.name())) {
        for (Below.Ground ground : layer.over().on(node)) {
          if (ground instanceof Below.OnDisk(var path)) {
            SequencedMap<DevicePath, List<LayerName>> here =
                disks.computeIfAbsent(node, _ -> new LinkedHashMap<>());
            add(here, path, layer.name());
          }
        }
      }
    }
    return disks;
  }
}
