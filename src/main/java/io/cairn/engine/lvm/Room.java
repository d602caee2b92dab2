package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The room of one volume group on one node: who gets how many extents, and what is left.
 *
 * @param division what is declared, divided over what was there before leaves
 * @param needs every part of it with the physical volumes on which it has to lie
 */
record Room(
    LayerName group, NodeName node, Capacity capacity, GroupDivision division, List<Need> needs) {
  Room {
    needs = List.copyOf(needs);
  }

  /** Empty where the size of a physical volume is not known yet. */
  static Optional<Room> of(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {
    return context
        .derived()
        .of(
            Known.class,
            List.of(layers.name(), node),
            () ->
                new Known(
                    Capacity.of(layers.group(), node, context, facts)
                        .map(capacity -> of(layers.at(node), node, context, capacity))))
        .room();
  }

  /** Of one group on one node. */
  private record Known(Optional<Room> room) {}

  private static Room of(GroupLayers layers, NodeName node, Context context, Capacity capacity) {
    Extents foreign = capacity.foreign().map(Need::extents).orElse(Extents.NONE);
    List<Layer> declared =
        Stream.<Layer>concat(layers.volumes().stream(), layers.pools().stream()).toList();
    GroupDivision division = GroupDivision.of(capacity.total().without(foreign), declared);
    List<Need> needs = new ArrayList<>();
    for (Layer layer : declared) {
      needs.addAll(needs(layer, part(division, layer.name()), node, context, capacity));
    }
    if (!division.spare().equals(Extents.NONE)) {
      needs.add(new Need("the spare of metadata", division.spare(), List.of()));
    }
    capacity.foreign().ifPresent(needs::add);
    return new Room(layers.name(), node, capacity, division, needs);
  }

  private static List<Need> needs(
      Layer layer, GroupDivision.Part part, NodeName node, Context context, Capacity capacity) {
    List<Need> needs = new ArrayList<>();
    // what it has grown to already is gone for the others
    Extents data = larger(part.data(), capacity.observed(layer.name()));
    List<DevicePath> on = place(placeOf(layer), node, context);
    needs.add(new Need(layer.name().text(), data, on));
    needs.add(new Need("the metadata of " + layer.name(), part.metadata(), on));
    if (layer instanceof Layer.LogicalVolume volume && volume.cache().isPresent()) {
      List<DevicePath> fast = place(volume.cache().map(cache -> cache.on()), node, context);
      needs.add(new Need("the cache of " + layer.name(), part.cache(), fast));
      needs.add(new Need("the metadata of that cache", part.cacheMetadata(), fast));
    }
    needs.removeIf(need -> need.extents().equals(Extents.NONE));
    return needs;
  }

  private static Extents larger(Extents one, Extents other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Optional<Below> placeOf(Layer layer) {
    return layer instanceof Layer.LogicalVolume volume
        ? volume.on()
        : layer instanceof Layer.ThinPool pool ? pool.on() : Optional.empty();
  }

  /** The physical volumes that the file names there; none where any will do. */
  static List<DevicePath> place(Optional<Below> on, NodeName node, Context context) {
    return on.map(below -> below.on(node).stream().map(g -> context.device(g, node)).toList())
        .orElse(List.of());
  }

  GroupDivision.Part part(LayerName volume) {
    return part(division, volume);
  }

  private static GroupDivision.Part part(GroupDivision division, LayerName volume) {
    return Optional.ofNullable(division.parts().get(volume))
        .orElseThrow(
            () -> new IllegalStateException("This is a bug in Cairn: no room for " + volume));
  }

  Extents needed() {
    return needs.stream().map(Need::extents).reduce(Extents.NONE, Extents::plus);
  }

  /** What is needed and not there. */
  Extents missing() {
    return needed().without(capacity.total());
  }

  Extents left() {
    return capacity.total().without(needed());
  }

  boolean fits() {
    return missing().equals(Extents.NONE) && crowded().isEmpty();
  }

  /** Where more has to lie on some of the devices than they hold, in words. */
  List<String> crowded() {
    Set<List<DevicePath>> places = new LinkedHashSet<>();
    needs.stream().map(Need::on).filter(on -> !on.isEmpty()).forEach(places::add);
    return places.stream().flatMap(place -> crowded(place).stream()).toList();
  }

  private Optional<String> crowded(List<DevicePath> place) {
    List<Need> there =
        needs.stream()
            .filter(need -> !need.on().isEmpty() && place.containsAll(need.on()))
            .toList();
    Extents wanted = there.stream().map(Need::extents).reduce(Extents.NONE, Extents::plus);
    Extents held = capacity.of(place);
    return wanted.compareTo(held) <= 0
        ? Optional.empty()
        : Optional.of(
            sum(there)
                + " = "
                + wanted
                + " on "
                + place.stream().map(DevicePath::text).collect(Collectors.joining(", "))
                + ", which holds "
                + held);
  }

  private static String sum(List<Need> needs) {
    return needs.stream().map(Need::term).collect(Collectors.joining(" + "));
  }

  /** As in {@code 2560 for data + 3 for the spare of metadata = 2563 extents (10 GiB)}. */
  String sum() {
    return sum(needs) + " = " + needed() + " of " + capacity.total() + " in " + group;
  }
}
