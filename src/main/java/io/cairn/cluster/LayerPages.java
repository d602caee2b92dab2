package io.cairn.cluster;

import java.util.List;

/** What the pages of the layer types say beyond their keys. */
final class LayerPages {
  private static final String BLANK_DISK =
      "A disk or device on which anything else is found: a signature, a mount, a holder.";

  static final LayerPage PARTITION =
      new LayerPage(
          "Partition",
          """
          A GPT partition of a disk, labelled with the layer's name. Without a size it takes all that
          is free. Several partitions may share a disk; they stand on it in the order of the file.""",
          List.of(
              "Makes a GPT partition table on a blank disk, and the partition, aligned to 1 MiB.",
              "Gives both peers of a DRBD resource the same number of sectors.",
              "Finds the partition again by its label."),
          List.of(
              "A disk with a signature or with a partition table that Cairn did not make.",
              "A partition after one that takes the rest of the disk.",
              "A size that is not in whole MiB."),
          """
          disk1: { type: partition, over: /dev/disk/by-id/virtio-store1, nodes: [node1, node2], size: 100G }
          r0:    { type: drbd, over: disk1, prefer: node1 }
          """);

  static final LayerPage DRBD =
      new LayerPage(
          "DRBD resource",
          """
          A block device that two nodes have in common: what one writes, the other has as well. One
          node is primary and uses it; everything over it moves with it to the other node, by
          `cairn move`, or by `cairn failover` when the node is dead. A third node, which may be far
          away, has a copy of its own and can take over when both are dead: see docs/operations.md,
          "A third copy".""",
          List.of(
              "Allots a minor, a port and a shared secret once, and keeps them.",
              "Makes metadata only where none is, and skips the first sync only where both disks are"
                  + " provably blank.",
              "Derives the resync rate from the measured link and disks, with the reason in the"
                  + " plan.",
              "Makes it primary on the preferred node, without force once it has held data.",
              "After a reboot brings it back where it was.",
              "Keeps the last consistent state of a copy while it is resynced, where it lies on a"
                  + " thin volume: see docs/operations.md, \"Before a resync\".",
              "With three nodes makes two resources: NAME-lower of the first two, and over it NAME,"
                  + " which they share with the third at the address that moves."),
          List.of(
              "Fewer than two nodes, and more than three.",
              "Three nodes without an address that moves.",
              BLANK_DISK,
              "Peers of different size.",
              "To repair a split brain by itself: `cairn resolve` shows both sides and asks.",
              "The name `all`, which drbdadm takes for every resource."),
          """
          r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [node1, node2], prefer: node1 }
          r1: { type: drbd, over: { node1: /dev/disk/by-id/virtio-store2, node2: /dev/disk/by-id/virtio-store3 }, prefer: node2 }
          """);

  static final LayerPage BTRFS =
      fileSystem(
          "Btrfs file system",
          """
          A local file system with snapshots and checksums. Containers over it lie in subvolumes: a
          snapshot or clone of one takes a moment and no room.""",
          """
          r0:     { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [node1, node2], prefer: node1 }
          store1: { type: btrfs, over: r0, mount: /srv/store1, options: [compress=zstd] }
          """);

  static final LayerPage EXT4 =
      fileSystem(
          "Ext4 file system",
          """
          The file system that most Linux systems have. Containers over it lie in plain
          directories.""",
          """
          r0:   { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [node1, node2], prefer: node1 }
          data: { type: ext4, over: r0, mount: /srv/data, options: [noatime] }
          """);

  static final LayerPage XFS =
      fileSystem(
          "XFS file system",
          """
          A file system for large files and much parallel work; it grows and never shrinks, and needs
          300 MiB at least. Containers over it lie in plain directories.""",
          """
          r0:      { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [node1, node2], prefer: node1 }
          archive: { type: xfs, over: r0, mount: /srv/archive }
          """);

  static final LayerPage LXC =
      new LayerPage(
          "LXC container",
          """
          A system container: a Linux system of its own that shares the node's kernel. Its files and
          its configuration lie in the file system below, so they move with it.""",
          List.of(
              "Makes it from the image below a mount that is verified to be the declared one.",
              "Registers it on every node that may run it.",
              "Writes a configuration for the LXC version found there, and checks it with LXC's own"
                  + " parser.",
              "Starts it where the file system is mounted, and stops it before that is unmounted."),
          List.of(
              "A file system that several nodes have each for itself: it would run twice.",
              "An address outside of its network, or one that another host has.",
              "A network without a bridge."),
          """
          r0:     { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [node1, node2], prefer: node1 }
          store1: { type: btrfs, over: r0, mount: /srv/store1 }
          mysql:  { type: lxc, over: store1, image: debian/13, network: lan, address: 10.1.0.20/24, memory: 2G, cpus: 2 }
          """);

  private LayerPages() {}

  private static LayerPage fileSystem(String title, String about, String example) {
    return new LayerPage(
        title,
        about,
        List.of(
            "Makes it once, where the device below is in use, with the layer's name as its label.",
            "Gives every node that may mount it an empty mount point that nothing can be written to"
                + " while nothing is mounted there.",
            "Writes a mount unit that names the device, and mounts it where the device is in use."),
        List.of(
            BLANK_DISK,
            "A mount point that holds files, that belongs to the system, or that lies in another"
                + " layer's.",
            "Mount options that decide when and by whom it is mounted, as in noauto."),
        example);
  }
}
