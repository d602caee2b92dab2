package io.cairn.engine.lvm;

import io.cairn.engine.NodeFacts;
import io.cairn.graph.Cache;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.LayerName;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a cache cannot be changed as long as it is there, attached or not.
 *
 * @param size how much it holds, without its metadata
 * @param devices the physical volumes that it lies on, as LVM names them
 */
record CacheShape(Cache.Kind kind, Extents size, List<String> devices) {
  /** How LVM names a physical volume that is not there. */
  private static final String MISSING = "[unknown]";

  CacheShape {
    devices = List.copyOf(devices);
  }

  /** Of the pool or volume of that name, with the parts that LVM keeps for it. */
  static CacheShape of(Cache.Kind kind, String group, String name, LvmFacts facts) {
    List<Volume> parts =
        facts.volumes(new LayerName(group)).stream()
            .filter(Volume::liesOnPhysicalVolumes)
            .filter(
                part ->
                    part.name().equals(name)
                        || part.name().equals(name + "_cdata")
                        || part.name().equals(name + "_cmeta"))
            .toList();
    return new CacheShape(
        kind,
        parts.stream()
            .filter(part -> !part.name().endsWith("_cmeta"))
            .map(part -> Extents.holding(part.size()))
            .reduce(Extents.NONE, Extents::plus),
        parts.stream().flatMap(part -> part.devices().stream()).distinct().toList());
  }

  /** Whether one of the devices that it lies on is not there. */
  boolean isBroken() {
    return devices.contains(MISSING);
  }

  /**
   * In what it differs from what is declared; empty where it does not. Sizes are compared in
   * extents, in which LVM makes it, and of metadata LVM takes what it needs.
   *
   * @param on the physical volumes that it shall lie on
   */
  List<String> unlike(Cache declared, Extents wanted, List<DevicePath> on, NodeFacts node) {
    List<String> differences = new ArrayList<>();
    if (kind != declared.kind()) {
      differences.add(word(declared.kind()) + " instead of " + word(kind));
    }
    if (!size.equals(wanted)) {
      differences.add(wanted + " instead of " + size);
    }
    List<String> elsewhere =
        devices.stream()
            .filter(device -> !device.equals(MISSING))
            .filter(device -> on.stream().noneMatch(place -> isAt(device, place, node)))
            .toList();
    if (!elsewhere.isEmpty()) {
      differences.add(
          String.join(", ", on.stream().map(DevicePath::text).toList())
              + " instead of "
              + String.join(", ", elsewhere));
    }
    return differences;
  }

  // a device that the survey does not know by that name may be any
  private static boolean isAt(String device, DevicePath place, NodeFacts node) {
    if (device.equals(place.text())) {
      return true;
    }
    if (!DevicePath.isValid(device)) {
      return false;
    }
    var seen = node.blocks().at(new DevicePath(device));
    var meant = node.blocks().at(place);
    return seen.isEmpty() || meant.isEmpty() || seen.equals(meant);
  }

  private static String word(Cache.Kind kind) {
    return switch (kind) {
      case DM_CACHE -> "dm-cache";
      case DM_WRITECACHE -> "dm-writecache";
    };
  }
}
