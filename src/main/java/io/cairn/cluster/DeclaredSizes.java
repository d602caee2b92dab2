package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.RaidLevel;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How large things are at most by what the file says, on one node; nothing is known of disks. What
 * engines keep for themselves counts as nothing, so whatever is larger is too large for certain.
 */
final class DeclaredSizes {
  private final Draft draft;
  private final String node;
  private final Map<String, Size> devices = new HashMap<>();
  private final SequencedMap<String, GroupDivision> groups = new TreeMap<>();

  DeclaredSizes(Draft draft, Stack stack, String node) {
    this.draft = draft;
    this.node = node;
    for (String name : stack.bottomUpOn(node)) {
      Value.Fields layer = draft.layer(name);
      if (Draft.type(layer).offers() == Offer.GROUP) {
        group(name, layer, stack);
      } else {
        device(name, layer).ifPresent(size -> devices.put(name, size));
      }
    }
  }

  /** The groups of which all is known, with how they are divided. */
  SequencedMap<String, GroupDivision> groups() {
    return groups;
  }

  private Optional<Size> of(Value.Word over) {
    return Draft.isDisk(over) ? Optional.empty() : Optional.ofNullable(devices.get(over.text()));
  }

  private Optional<Size> device(String name, Value.Fields layer) {
    return switch (Draft.type(layer).offers()) {
      case PARTITION, THIN -> layer.word("size").flatMap(word -> Size.parse(word.text()));
      case ARRAY -> array(layer);
      case VOLUME ->
          Draft.over(layer, node).stream()
              .flatMap(over -> Optional.ofNullable(groups.get(over.text())).stream())
              .flatMap(
                  division ->
                      Optional.ofNullable(division.parts().get(new LayerName(name))).stream())
              .map(part -> part.data().size())
              .findFirst()
              .or(() -> layer.word("size").flatMap(word -> Size.parse(word.text())))
              .map(size -> Extents.holding(size).size());
      case REPLICA -> Draft.over(layer, node).stream().findFirst().flatMap(this::of);
      case DISK, GROUP, POOL, FILE_SYSTEM, NOTHING -> Optional.empty();
    };
  }

  private Optional<Size> array(Value.Fields layer) {
    Optional<List<Size>> members = all(Draft.over(layer, node));
    RaidLevel level =
        RaidLevel.valueOf(layer.word("type").orElseThrow().text().toUpperCase(Locale.ROOT));
    return members
        .filter(sizes -> sizes.size() >= level.leastMembers())
        .map(sizes -> level.capacity(sizes));
  }

  private Optional<List<Size>> all(List<Value.Word> grounds) {
    List<Size> sizes = new ArrayList<>();
    grounds.forEach(over -> of(over).ifPresent(sizes::add));
    return sizes.isEmpty() || sizes.size() < grounds.size() ? Optional.empty() : Optional.of(sizes);
  }

  private void group(String name, Value.Fields layer, Stack stack) {
    all(Draft.over(layer, node))
        .map(
            sizes ->
                sizes.stream()
                    .map(size -> Extents.ofDevice(size, Extents.DATA_START))
                    .reduce(Extents.NONE, Extents::plus))
        .ifPresent(total -> groups.put(name, GroupDivision.of(total, inGroup(name, stack))));
  }

  /** The volumes and pools of the group, without those in which something is wrong. */
  private List<Layer> inGroup(String group, Stack stack) {
    List<Layer> found = new ArrayList<>();
    for (String name : stack.on(node)) {
      Value.Fields layer = draft.layer(name);
      Offer offer = Draft.type(layer).offers();
      boolean takes = offer == Offer.VOLUME || offer == Offer.POOL;
      if (takes
          && isWhole(layer)
          && Draft.over(layer, node).stream().anyMatch(w -> w.text().equals(group))) {
        found.add(GraphBuilder.layer(new LayerName(name), layer));
      }
    }
    return found;
  }

  private static boolean isWhole(Value.Fields fields) {
    return fields.broken().isEmpty()
        && fields.byKey().values().stream()
            .allMatch(field -> !(field.value() instanceof Value.Fields nested) || isWhole(nested));
  }
}
