package io.cairn.engine;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.Optional;

/**
 * The stable names of the devices that layers become, known before anything is known of a node: by
 * these an engine finds what lies below its layers, as it finds units by {@link Units}.
 */
public final class DeviceNames {
  private DeviceNames() {}

  /** The device of the layer on that node; empty where it has none, or none known beforehand. */
  public static Optional<DevicePath> of(Layer layer, NodeName node, Cluster cluster) {
    return switch (layer) {
      case Layer.Partition _ ->
          Optional.of(new DevicePath("/dev/disk/by-partlabel/" + layer.name()));
      case Layer.Raid _ ->
          Optional.of(new DevicePath("/dev/disk/by-id/md-name-" + array(layer.name(), node)));
      case Layer.LogicalVolume _ -> group(layer, node, cluster).map(vg -> mapped(vg, layer.name()));
      case Layer.ThinVolume _ ->
          layer(cluster.below(layer, node), cluster)
              .flatMap(pool -> group(pool, node, cluster))
              .map(vg -> mapped(vg, layer.name()));
      // which number a resource has is allotted; the others are no block devices
      case Layer.Drbd _, Layer.VolumeGroup _, Layer.ThinPool _, Layer.FileSystem _, Layer.Lxc _ ->
          Optional.empty();
    };
  }

  /**
   * An array's name with its home: what mdadm writes into the superblocks (mdadm(8), {@code
   * --homehost}), and udev makes a link of (63-md-raid-arrays.rules). It stays the same where mdadm
   * does not take the array for a local one and appends a number to the name below /dev/md.
   */
  public static String array(LayerName name, NodeName node) {
    return node + ":" + name;
  }

  /**
   * A volume as the device mapper names it, hyphens doubled (lvm(8)): the path that lsblk(8) shows.
   */
  public static DevicePath mapped(LayerName group, LayerName volume) {
    return new DevicePath("/dev/mapper/" + escaped(group) + "-" + escaped(volume));
  }

  private static String escaped(LayerName name) {
    return name.text().replace("-", "--");
  }

  private static Optional<LayerName> group(Layer volume, NodeName node, Cluster cluster) {
    return layer(cluster.below(volume, node), cluster).map(Layer::name);
  }

  private static Optional<Layer> layer(Below.Ground ground, Cluster cluster) {
    return switch (ground) {
      case Below.OnLayer(var name) -> Optional.of(cluster.layer(name));
      case Below.OnDisk _ -> Optional.empty();
    };
  }
}
