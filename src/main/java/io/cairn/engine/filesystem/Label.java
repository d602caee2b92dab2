package io.cairn.engine.filesystem;

import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import java.util.Locale;

/**
 * The label by which a file system is known to be this layer's: the layer's name, shortened where
 * the format cannot hold it.
 */
final class Label {
  private Label() {}

  /** Longest label in bytes: btrfs(5), ext4 {@code s_volume_name}, xfs {@code sb_fname}. */
  static int limit(FileSystemFormat format) {
    return switch (format) {
      case BTRFS -> 255;
      case EXT4 -> 16;
      case XFS -> 12;
    };
  }

  /**
   * A name that is too long keeps its beginning and gets a number made of all of it, so that two
   * long names with the same beginning differ.
   */
  static String of(Layer.FileSystem layer) {
    String name = layer.name().text();
    int limit = limit(layer.format());
    if (name.length() <= limit) {
      return name;
    }
    String number = String.format(Locale.ROOT, "%04x", Math.floorMod(name.hashCode(), 0x10000));
    return name.substring(0, limit - 5) + "-" + number;
  }
}
