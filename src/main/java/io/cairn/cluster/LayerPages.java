package io.cairn.cluster;

import java.util.List;

/** What the pages of the layer types say beyond their keys. */
final class LayerPages {
  static final LayerPage PARTITION = new LayerPage("Partition", "", List.of(), List.of(), "");
  static final LayerPage DRBD = new LayerPage("DRBD resource", "", List.of(), List.of(), "");
  static final LayerPage BTRFS = new LayerPage("Btrfs file system", "", List.of(), List.of(), "");
  static final LayerPage EXT4 = new LayerPage("Ext4 file system", "", List.of(), List.of(), "");
  static final LayerPage XFS = new LayerPage("XFS file system", "", List.of(), List.of(), "");
  static final LayerPage LXC = new LayerPage("LXC container", "", List.of(), List.of(), "");

  private LayerPages() {}
}
