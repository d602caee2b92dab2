package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** On which disks everything lies in the end: what fails together. */
final class BaseDisks {
  private final String node;
  private final Map<String, Set<String>> byLayer = new HashMap<>();

  /** For one node. */
  BaseDisks(Draft draft, Stack stack, String node) {
    this.node = node;
    stack.bottomUpOn(node).forEach(layer -> byLayer.put(layer, below(draft.layer(layer))));
  }

  /** The whole disks below that. */
  Set<String> of(Value.Word over) {
    return Draft.isDisk(over)
        ? Set.of(DiskChecks.wholeDisk(over.text()))
        : byLayer.getOrDefault(over.text(), Set.of());
  }

  /** The whole disks below all of that. */
  Set<String> of(List<Value.Word> grounds) {
    return grounds.stream()
        .flatMap(over -> of(over).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Set<String> below(Value.Fields layer) {
    List<Value.Word> chosen =
        layer.value("on").map(value -> Draft.words(value, node)).orElse(List.of());
    Offer offer = Draft.type(layer).offers();
    boolean chooses = (offer == Offer.VOLUME || offer == Offer.POOL) && !chosen.isEmpty();
    return of(chooses ? chosen : Draft.over(layer, node));
  }
}
