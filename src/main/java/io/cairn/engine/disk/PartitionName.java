package io.cairn.engine.disk;

import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;

/**
 * The GPT name of a layer's partition: the layer's name. GPT has room for 36 characters (UEFI
 * specification 2.10, 5.3.3); the cluster file's parser refuses longer names of partitions.
 */
final class PartitionName {
  private PartitionName() {}

  static String of(Layer.Partition layer) {
    return layer.name().text();
  }

  /** Where udev links it. */
  static DevicePath device(Layer.Partition layer) {
    return new DevicePath("/dev/disk/by-partlabel/" + of(layer));
  }
}
