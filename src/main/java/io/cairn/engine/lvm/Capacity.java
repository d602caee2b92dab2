package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.RaidLevel;
import io.cairn.graph.Size;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many extents a volume group has, or will have, on a node.
 *
 * @param foreign what was there before, or was made by hand
 * @param sizes the volumes that are there, by name
 */
record Capacity(
    Extents total,
    Map<DevicePath, Extents> byDevice,
    Optional<Need> foreign,
    Map<String, Size> sizes) {
  private static final Size CHUNK = new Size(512L << 10);

  Capacity {
    byDevice = Map.copyOf(byDevice);
    sizes = Map.copyOf(sizes);
  }

  /** As observed; before the group is there, from the devices. Empty where one is not known. */
  static Optional<Capacity> of(
      Layer.VolumeGroup group, NodeName node, Context context, LvmFacts facts) {
    Optional<Group> there = facts.group(group.name());
    return there.isPresent()
        ? Optional.of(observed(group, there.get(), facts, node, context))
        : expected(group, node, context);
  }

  private static Optional<Capacity> expected(
      Layer.VolumeGroup group, NodeName node, Context context) {
    Map<DevicePath, Extents> byDevice = new LinkedHashMap<>();
    for (Below.Ground ground : context.cluster().allBelow(group, node)) {
      Optional<Size> size = context.size(ground, node);
      if (size.isEmpty()) {
        return Optional.empty();
      }
      byDevice.put(
          context.device(ground, node),
          Extents.ofDevice(size.get(), dataStart(ground, node, context)));
    }
    return Optional.of(new Capacity(sum(byDevice), byDevice, Optional.empty(), Map.of()));
  }

  /** On stripes pvcreate(8) begins at a whole one; a chunk of md has 512 KiB. */
  private static Size dataStart(Below.Ground ground, NodeName node, Context context) {
    if (ground instanceof Below.OnLayer(var name)
        && context.cluster().layer(name) instanceof Layer.Raid raid
        && raid.level() != RaidLevel.RAID1) {
      int members = context.cluster().allBelow(raid, node).size();
      return new Size(Extents.DATA_START.bytes() + members * CHUNK.bytes());
    }
    return Extents.DATA_START;
  }

  private static Extents sum(Map<DevicePath, Extents> byDevice) {
    return byDevice.values().stream().reduce(Extents.NONE, Extents::plus);
  }

  private static Capacity observed(
      Layer.VolumeGroup layer, Group group, LvmFacts facts, NodeName node, Context context) {
    Map<DevicePath, Extents> byDevice = new LinkedHashMap<>();
    for (DevicePath device : context.devicesBelow(layer, node)) {
      facts.members(layer.name()).stream()
          .filter(pv -> isAt(pv, device, facts.node()))
          .forEach(pv -> byDevice.put(device, new Extents(pv.extents())));
    }
    Extents total = group.total();
    for (Below.Ground ground : context.cluster().allBelow(layer, node)) {
      DevicePath device = context.device(ground, node);
      Optional<Extents> grown = grown(ground, layer, node, context, facts);
      if (grown.isPresent()) {
        Extents before = byDevice.getOrDefault(device, Extents.NONE);
        total = total.plus(grown.get().without(before));
        byDevice.put(device, grown.get());
      }
    }
    for (Below.Ground ground : takenIn(layer, node, context, facts)) {
      Optional<Extents> more =
          context
              .size(ground, node)
              .map(size -> Extents.ofDevice(size, dataStart(ground, node, context)));
      if (more.isPresent()) {
        total = total.plus(more.get());
        byDevice.put(context.device(ground, node), more.get());
      }
    }
    return new Capacity(
        total,
        byDevice,
        foreign(new GroupLayers(layer, context.cluster()).at(node), facts),
        facts.volumes(layer.name()).stream()
            .collect(Collectors.toMap(Volume::name, Volume::size, (a, _) -> a)));
  }

  private static List<Below.Ground> takenIn(
      Layer.VolumeGroup layer, NodeName node, Context context, LvmFacts facts) {
    return Extension.of(new GroupLayers(layer, context.cluster()), node, context, facts)
        .map(Extension::grounds)
        .orElseGet(List::of);
  }

  /**
   * How many extents the physical volume there will have when its device is as large as declared
   * and it is told so; empty where that is what it has.
   */
  static Optional<Extents> grown(
      Below.Ground ground,
      Layer.VolumeGroup layer,
      NodeName node,
      Context context,
      LvmFacts facts) {
    DevicePath device = context.device(ground, node);
    return facts.members(layer.name()).stream()
        .filter(pv -> isAt(pv, device, facts.node()))
        .findFirst()
        .flatMap(
            pv ->
                context
                    .sizeGrown(ground, node)
                    .map(size -> Extents.ofDevice(size, dataStart(ground, node, context)))
                    .filter(extents -> extents.count() > pv.extents()));
  }

  /** Whether the physical volume is on that device, by whatever name. */
  static boolean isAt(PhysicalVolume pv, DevicePath device, NodeFacts node) {
    return pv.path().equals(device.text())
        || (DevicePath.isValid(pv.path())
            && node.blocks().at(device).isPresent()
            && node.blocks().at(device).equals(node.blocks().at(new DevicePath(pv.path()))));
  }

  private static Optional<Need> foreign(GroupLayers layers, LvmFacts facts) {
    Set<String> declared = names(layers);
    List<Volume> volumes = facts.volumes(layers.name());
    Set<String> visible =
        volumes.stream()
            .filter(v -> v.visibility() == Volume.Visibility.VISIBLE)
            .map(Volume::name)
            .collect(Collectors.toSet());
    Set<String> owners = new HashSet<>(visible);
    owners.addAll(declared);
    List<Volume> others =
        volumes.stream()
            .filter(Volume::liesOnPhysicalVolumes)
            .filter(volume -> !declared.contains(owner(volume, owners)))
            .filter(volume -> !volume.name().endsWith("_pmspare"))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Need(
                others.stream().map(Volume::name).collect(Collectors.joining(", ")),
                others.stream()
                    .map(volume -> Extents.holding(volume.size()))
                    .reduce(Extents.NONE, Extents::plus),
                List.of()));
  }

  /** The names of everything that Cairn makes in the group. */
  static Set<String> names(GroupLayers layers) {
    Set<String> names =
        layers.all().stream().map(layer -> layer.name().text()).collect(Collectors.toSet());
    // a cache that is not declared any more makes room
    layers.volumes().forEach(volume -> names.add(LvmCommands.cacheName(volume)));
    return names;
  }

  /** The volume that an internal one is a part of: it begins with its name. */
  private static String owner(Volume volume, Set<String> owners) {
    if (volume.visibility() == Volume.Visibility.VISIBLE) {
      return volume.name();
    }
    return owners.stream()
        .filter(name -> volume.name().startsWith(name + "_"))
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .orElse(volume.name());
  }

  /** What that volume has by now; nothing where it is not there. */
  Extents observed(LayerName name) {
    return sizes.containsKey(name.text()) ? Extents.holding(sizes.get(name.text())) : Extents.NONE;
  }

  /** What these devices hold together. */
  Extents of(List<DevicePath> devices) {
    return devices.stream()
        .map(device -> byDevice.getOrDefault(device, Extents.NONE))
        .reduce(Extents.NONE, Extents::plus);
  }
}
