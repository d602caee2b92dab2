package io.cairn.engine.lvm;

import static io.cairn.engine.lvm.FilterPattern.Verdict.ACCEPT;
import static io.cairn.engine.lvm.FilterPattern.Verdict.REJECT;

import io.cairn.engine.Context;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What LVM shall see on a node: each physical volume by one path.
 *
 * <p>Below a physical volume over DRBD lies a device that shows the same physical volume, and so
 * does a snapshot of it, or the volume that a cache hides. LVM must look at none of them. What the
 * file does not name is looked at as before.
 *
 * @param physicalVolumes devices of the declared groups
 * @param hidden devices below something else, which show what lies over them as well
 * @param groups names of the declared groups
 */
record DeviceView(
    List<DevicePath> physicalVolumes,
    List<DevicePath> hidden,
    List<Layer.VolumeGroup> groups,
    Nesting nesting) {
  /** Whether a physical volume is itself a logical volume. */
  enum Nesting {
    NESTED,
    FLAT
  }

  DeviceView {
    physicalVolumes = List.copyOf(physicalVolumes);
    hidden = List.copyOf(hidden);
    groups = List.copyOf(groups);
  }

  static DeviceView of(NodeName node, Context context) {
    Cluster cluster = context.cluster();
    List<DevicePath> members = new ArrayList<>();
    Set<DevicePath> hidden = new LinkedHashSet<>();
    Nesting nesting = Nesting.FLAT;
    for (Layer layer : cluster.bottomUpOn(node)) {
      if (layer instanceof Layer.VolumeGroup) {
        members.addAll(context.devicesBelow(layer, node));
        nesting = isOverVolume(layer, node, cluster) ? Nesting.NESTED : nesting;
      } else if (showsWhatLiesOverIt(layer)) {
        hidden.addAll(context.devicesBelow(layer, node));
      }
    }
    members.forEach(hidden::remove);
    return new DeviceView(members, List.copyOf(hidden), GroupLayers.on(cluster, node), nesting);
  }

  /** Whether the devices below such a layer hold the same data at the same place. */
  private static boolean showsWhatLiesOverIt(Layer layer) {
    return switch (layer) {
      case Layer.Drbd _, Layer.Raid _ -> true;
      // LVM hides the parts of its own volumes by their names, and disks with a partition table
      case Layer.Partition _,
          Layer.VolumeGroup _,
          Layer.LogicalVolume _,
          Layer.ThinPool _,
          Layer.ThinVolume _,
          Layer.FileSystem _,
          Layer.Lxc _ ->
          false;
    };
  }

  private static boolean isOverVolume(Layer group, NodeName node, Cluster cluster) {
    return cluster.allBelow(group, node).stream()
        .anyMatch(
            ground -> ground instanceof Below.OnLayer(var name) && isVolume(cluster.layer(name)));
  }

  static boolean isVolume(Layer layer) {
    return layer instanceof Layer.LogicalVolume || layer instanceof Layer.ThinVolume;
  }

  /**
   * The filter for it: first what is a physical volume, then what hides below one; all volumes of
   * the declared groups, whose content belongs to somebody above; and, where LVM has to look at
   * logical volumes at all, every other one, as it is where it need not.
   */
  DeviceFilter filter() {
    List<FilterPattern> patterns = new ArrayList<>();
    for (DevicePath device : physicalVolumes) {
      patterns.add(FilterPattern.exactly(ACCEPT, device.text()));
    }
    for (DevicePath device : hidden) {
      patterns.add(FilterPattern.exactly(REJECT, device.text()));
    }
    for (Layer.VolumeGroup group : groups) {
      patterns.add(FilterPattern.beginning(REJECT, "/dev/" + group.name() + "/", ""));
      // of another group, as in VG1-x beside VG1, the hyphen is doubled
      patterns.add(FilterPattern.beginning(REJECT, LvmPaths.mappedGroup(group.name()), "[^-]"));
    }
    if (nesting == Nesting.NESTED) {
      patterns.add(FilterPattern.beginning(REJECT, "/dev/disk/by-id/dm-uuid-LVM-", ""));
    }
    // no "a|.*|" at the end: it would accept every device that has one path more
    return new DeviceFilter(patterns);
  }
}
