package io.cairn.cluster;

import io.cairn.graph.RaidLevel;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the pages of arrays, groups and volumes say beyond their keys. */
final class VolumePages {
  static final LayerPage GROUP =
      new LayerPage(
          "Volume group",
          """
          Physical volumes put together; volumes and thin pools get their room from it. It can lie
          over a DRBD resource: then it moves with it, and everything in it as well. A group over a
          volume of another group works too.""",
          List.of(
              "Makes physical volumes only on devices that are provably blank.",
              "Shows what is left, in extents of 4 MiB."),
          List.of(
              "A device on which anything else is found: a signature, a mount, a holder.",
              "Several DRBD resources, or one together with something else: they do not move as"
                  + " one.",
              "A name that something in /dev has, for its volumes are found at /dev/GROUP/VOLUME."),
          """
          hdd: { type: raid1, over: [/dev/disk/by-id/virtio-hdd1, /dev/disk/by-id/virtio-hdd2] }
          ssd: { type: raid1, over: [/dev/disk/by-id/virtio-ssd1, /dev/disk/by-id/virtio-ssd2] }
          VG1: { type: vg, over: [hdd, ssd] }
          """);

  static final LayerPage VOLUME =
      new LayerPage(
          "Volume",
          """
          A block device out of a volume group, with all its room from the start. With `cache` a
          faster device of the same group stands in front of it: dm-cache keeps what is often used,
          dm-writecache takes writes.""",
          List.of(
              "Makes it on the physical volumes that `on` names.",
              "Computes the room that a cache needs for its metadata, and for its spare.",
              "Changes the cache while the volume is in use: one that is not declared any more is"
                  + " written back and detached, one of another size, place or type is attached"
                  + " anew, the mode changes in place. Another `metadata` alone changes nothing."),
          List.of(
              "More than the group has.",
              "A cache on a device that the volume itself lies on.",
              "A cache that holds writes back on a device without redundancy: with it the writes"
                  + " would be lost.",
              "Detaching a cache that somebody else made, that has failed, or whose device is"
                  + " missing.",
              "A name that LVM keeps for itself, as in `snapshot` or with `_tdata` in it."),
          """
          hdd:      { type: raid1, over: [/dev/disk/by-id/virtio-hdd1, /dev/disk/by-id/virtio-hdd2] }
          ssd:      { type: raid1, over: [/dev/disk/by-id/virtio-ssd1, /dev/disk/by-id/virtio-ssd2] }
          VG1:      { type: vg, over: [hdd, ssd] }
          cachedlv: { type: lv, over: VG1, on: hdd, size: 10G, cache: { on: ssd, size: 4G, mode: writethrough } }
          """);

  static final LayerPage POOL =
      new LayerPage(
          "Thin pool",
          """
          Room that thin volumes share: each takes from it only what is written to it. Together they
          may seem larger than the pool; then it must not fill, for what is written to a full pool
          is lost. It grows by itself out of what its group has left.""",
          List.of(
              "Computes the room for metadata from its size and the chunk, and for the spare that"
                  + " repairs it."),
          List.of(
              "More than the group has, and percentages of more than all of it.",
              "Metadata of less than 2 MiB, or with too little room for its chunks."),
          """
          VG1:  { type: vg, over: /dev/disk/by-id/virtio-store1 }
          pool: { type: thinpool, over: VG1, size: 80%, autoextend: { at: 70%, by: 20% } }
          """);

  static final LayerPage THIN =
      new LayerPage(
          "Thin volume",
          """
          A block device that takes room from its pool as it is written to. Snapshots of it, with
          all that lies over it, take a moment, and room only as the two come to differ.""",
          List.of("Makes it with the size that it seems to have."),
          List.of("A name that LVM keeps for itself."),
          """
          VG1:  { type: vg, over: /dev/disk/by-id/virtio-store1 }
          pool: { type: thinpool, over: VG1, size: 80% }
          data: { type: thin, over: pool, size: 8G }
          """);

  private VolumePages() {}

  static LayerPage array(RaidLevel level) {
    return new LayerPage(
        title(level),
        about(level),
        List.of(
            "Makes it only of members that are provably blank.",
            "Lets it be found at every boot by what stands on its members, under the layer's name.",
            "Shows failed and missing members, and how far a resync is."),
        List.of(
            "Fewer than " + level.leastMembers() + " members, a member twice, or two on one disk.",
            "A member on which anything else is found: a signature, a mount, another array.",
            "To change an array that was there before: it is shown, and left alone."),
        "store: { type: " + level.word() + ", over: " + members(level) + " }\n");
  }

  /** As many disks as the level needs. */
  static String members(RaidLevel level) {
    return IntStream.rangeClosed(1, level.leastMembers())
        .mapToObj(number -> "/dev/disk/by-id/virtio-hdd" + number)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String title(RaidLevel level) {
    return switch (level) {
      case RAID1 -> "Mirror (RAID1)";
      case RAID10 -> "Striped mirrors (RAID10)";
      case RAID5 -> "Array with parity (RAID5)";
      case RAID6 -> "Array with double parity (RAID6)";
    };
  }

  private static String about(RaidLevel level) {
    return switch (level) {
      case RAID1 ->
          """
          Every member holds everything: as large as the smallest member, and there as long as one of
          them works.""";
      case RAID10 ->
          """
          Every block lies on two members: half as large as all of them, fast, and safe from the loss
          of any one.""";
      case RAID5 ->
          """
          One member's worth of parity: safe from the loss of any one member, slower to write than
          mirrors.""";
      case RAID6 ->
          """
          Two members' worth of parity: safe from the loss of any two members, slower to write than
          mirrors.""";
    };
  }
}
