package io.cairn.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What lies over what in a draft, as far as it can be said: a layer of which it cannot is left out.
 *
 * @param bottomUp every layer that is in no circle and not over one, each after what it lies over
 * @param circular all others
 * @param nodes the nodes of each layer, where they are known
 * @param upper the layers directly over each, in the order of the file
 * @param on the layers on each node, in the order of the file
 * @param onBottomUp likewise, each after what it lies over
 * @param replicas the DRBD resource that each layer is or lies over, where there is one
 */
record Stack(
    List<String> bottomUp,
    Set<String> circular,
    Map<String, List<String>> nodes,
    Map<String, List<String>> upper,
    Map<String, List<String>> on,
    Map<String, List<String>> onBottomUp,
    Map<String, String> replicas) {

  static Stack of(Draft draft) {
    Map<String, List<String>> upper = upper(draft);
    List<String> order = order(draft, upper);
    Set<String> circular = new LinkedHashSet<>(draft.layers().keySet());
    order.forEach(circular::remove);
    Map<String, List<String>> nodes = new HashMap<>();
    Map<String, String> replicas = new HashMap<>();
    Map<String, Integer> inFile = new HashMap<>();
    draft.nodeNames().forEach(node -> inFile.put(node, inFile.size()));
    for (String layer : order) {
      nodesOf(draft, layer, inFile, nodes).ifPresent(found -> nodes.put(layer, found));
      replicaOf(draft, layer, replicas).ifPresent(found -> replicas.put(layer, found));
    }
    return new Stack(
        order,
        circular,
        nodes,
        upper,
        byNode(draft.layers().keySet(), nodes),
        byNode(order, nodes),
        replicas);
  }

  private static Map<String, List<String>> byNode(
      Collection<String> layers, Map<String, List<String>> nodes) {
    Map<String, List<String>> byNode = new HashMap<>();
    for (String layer : layers) {
      for (String node : Set.copyOf(nodes.getOrDefault(layer, List.of()))) {
        byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(layer);
      }
    }
    return byNode;
  }

  /** The layers that are on the node for certain, in the order of the file. */
  List<String> on(String node) {
    return on.getOrDefault(node, List.of());
  }

  /** Likewise, each after what it lies over. */
  List<String> bottomUpOn(String node) {
    return onBottomUp.getOrDefault(node, List.of());
  }

  /** The layers directly over that one, in the order of the file. */
  List<String> above(String layer) {
    return upper.getOrDefault(layer, List.of());
  }

  /** The nodes of the layer; empty where an error hides them. */
  Optional<List<String>> nodesOf(String layer) {
    return Optional.ofNullable(nodes.get(layer));
  }

  /** The layers of the draft directly below. */
  static List<String> lower(Draft draft, String layer) {
    return Draft.over(draft.layer(layer)).stream()
        .map(Value.Word::text)
        .filter(draft.layers()::containsKey)
        .distinct()
        .toList();
  }

  private static Map<String, List<String>> upper(Draft draft) {
    Map<String, List<String>> upper = new HashMap<>();
    for (String layer : draft.layers().keySet()) {
      lower(draft, layer)
          .forEach(name -> upper.computeIfAbsent(name, _ -> new ArrayList<>()).add(layer));
    }
    return upper;
  }

  /** Kahn's algorithm: no recursion, so that no file can exhaust the stack. */
  private static List<String> order(Draft draft, Map<String, List<String>> upper) {
    SequencedMap<String, Integer> waitsFor = new LinkedHashMap<>();
    for (String layer : draft.layers().keySet()) {
      waitsFor.put(layer, lower(draft, layer).size());
    }
    Deque<String> free = new ArrayDeque<>();
    waitsFor.forEach((layer, count) -> free.addAll(count == 0 ? List.of(layer) : List.of()));
    List<String> order = new ArrayList<>();
    while (!free.isEmpty()) {
      String next = free.removeFirst();
      order.add(next);
      for (String above : upper.getOrDefault(next, List.of())) {
        if (waitsFor.merge(above, -1, Integer::sum) == 0) {
          free.addLast(above);
        }
      }
    }
    return order;
  }

  private static Optional<List<String>> nodesOf(
      Draft draft, String name, Map<String, Integer> inFile, Map<String, List<String>> known) {
    Value.Fields layer = draft.layer(name);
    if (!layer.omits("nodes")) {
      return layer.words("nodes").map(words -> words.all().stream().map(Value.Word::text).toList());
    }
    return layer
        .value("over")
        .flatMap(
            value ->
                switch (value) {
                  case Value.Word _, Value.Words _, Value.Several _ ->
                      common(draft, Draft.words(value), inFile, known);
                  case Value.Fields byNode -> Optional.of(List.copyOf(byNode.byKey().keySet()));
                });
  }

  /** The nodes where all of it is; a disk may be on any. */
  private static Optional<List<String>> common(
      Draft draft,
      List<Value.Word> grounds,
      Map<String, Integer> inFile,
      Map<String, List<String>> known) {
    boolean told =
        draft.knows("nodes")
            && grounds.stream()
                .allMatch(over -> Draft.isDisk(over) || known.containsKey(over.text()));
    if (!told) {
      return Optional.empty();
    }
    Optional<Set<String>> common = Optional.empty();
    for (Value.Word over : grounds) {
      if (!Draft.isDisk(over)) {
        Set<String> there = new LinkedHashSet<>(known.getOrDefault(over.text(), List.of()));
        common.ifPresent(there::retainAll);
        common = Optional.of(there);
      }
    }
    return Optional.of(
        common
            .map(
                there ->
                    there.stream()
                        .filter(inFile::containsKey)
                        .sorted(Comparator.comparing(inFile::get))
                        .toList())
            .orElseGet(() -> List.copyOf(draft.nodeNames())));
  }

  private static Optional<String> replicaOf(Draft draft, String name, Map<String, String> known) {
    return Draft.type(draft.layer(name)).offers() == LayerType.Offer.REPLICA
        ? Optional.of(name)
        : lower(draft, name).stream().filter(known::containsKey).map(known::get).findFirst();
  }
}
