package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.SnapshotSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The layer types. */
final class LayerGrammar {
  /** Types that a later version has: refused with a word about that. */
  static final List<String> LATER =
      List.of("raid0", "kvm", "xen", "gluster", "gfs2", "address", "service");

  /** What a schedule says; without an offset: a day begins when it does in UTC. */
  private static final Form SCHEDULE =
      Form.of(
          Key.required(
              "every",
              Shape.Choice.of(SnapshotSchedule.Period.words().toArray(String[]::new)),
              "How long the period is in which one is taken; a day begins at 00:00 UTC, a week on"
                  + " Monday.",
              "1h"),
          Key.required(
              "keep",
              new Shape.Count(1, SnapshotSchedule.MOST_KEPT),
              "How many are kept; when there are more, the oldest of this schedule are deleted.",
              "24"));

  static final LayerType PARTITION =
      new LayerType(
          "partition",
          Offer.PARTITION,
          List.of(Offer.DISK),
          "Only a disk has a partition table.",
          Form.of(
              typeKey("partition"),
              over("The disk, as a path below /dev.", "/dev/disk/by-id/virtio-store1"),
              nodes(),
              Key.optional(
                  "size",
                  new Shape.Text(TextRule.SIZE),
                  "all that is free; it must then be the last on its disk",
                  "Its size, in whole MiB.",
                  "10G")),
          LayerPages.PARTITION);

  static final LayerType DRBD =
      new LayerType(
          "drbd",
          Offer.REPLICA,
          List.of(Offer.DISK, Offer.PARTITION, Offer.ARRAY, Offer.VOLUME, Offer.THIN),
          "DRBD replicates a block device of each node.",
          Form.of(
                  typeKey("drbd"),
                  over(
                      "The disk, partition, array or volume that is replicated.",
                      "/dev/disk/by-id/virtio-store1"),
                  nodes(),
                  Key.optional(
                      "prefer",
                      new Shape.Text(TextRule.NODE_NAME),
                      "the first of its nodes",
                      "The node that is primary unless you move it.",
                      "node1"),
                  Key.optional(
                      "source",
                      new Shape.Text(TextRule.NODE_NAME),
                      "its preferred node",
                      "The node whose blocks are copied to the other one at first, where the disks"
                          + " are not provably blank.",
                      "node1"),
                  Key.optional(
                      "network",
                      new Shape.Text(TextRule.NETWORK_NAME),
                      "the one in which the nodes' `address` lies",
                      "The network that carries the replication.",
                      "replication"),
                  Key.optional(
                      "address",
                      new Shape.Text(TextRule.ADDRESS),
                      "none; three nodes need one",
                      "With three nodes: the address, in the network that carries the replication, by"
                          + " which the third reaches the first two. It moves with the one of them"
                          + " that is primary.",
                      "10.1.1.30"),
                  Key.optional(
                      "protocol",
                      new Shape.ByNode(Shape.Choice.of("A", "B", "C")),
                      "C",
                      "When a write counts as done: C on both disks, B on one disk and in the peer's"
                          + " memory, A on one disk. With A the last writes can be lost. By node it"
                          + " holds for the connections of these nodes.",
                      "C"),
                  Key.optional(
                      "link",
                      new Shape.ByNode(Shape.Choice.of("lan", "wan")),
                      "lan",
                      "What lies between the nodes. Over a wan, DRBD waits longer before it takes the"
                          + " other end for gone, and resyncs only blocks whose sums differ. By node"
                          + " it holds for the connections of these nodes.",
                      "wan"),
                  Key.optional(
                      "rate",
                      new Shape.Text(TextRule.SIZE),
                      "follows from the measured link and disks",
                      "The upper bound of resync traffic, per second.",
                      "100M"),
                  Key.optional(
                      "resync-snapshot",
                      new Shape.Flag(),
                      "true where it lies on a thin volume, else false",
                      "Whether a node takes a snapshot of its copy before a resync makes that"
                          + " inconsistent; it is removed after the resync. Of a volume that is not"
                          + " thin it takes as much room as the volume has.",
                      "true"))
              .later("primaries")
              .elsewhere(
                  "snapshots",
                  "snapshots of a resource are of all its copies at one moment, for which Cairn has to be"
                      + " there ('cairn snapshot create'); declare them for a thin volume or a btrfs over"
                      + " it"),
          LayerPages.DRBD);

  static final LayerType BTRFS = fileSystem("btrfs", LayerPages.BTRFS, withSnapshots());
  static final LayerType EXT4 = fileSystem("ext4", LayerPages.EXT4, withoutSnapshots("ext4"));
  static final LayerType XFS = fileSystem("xfs", LayerPages.XFS, withoutSnapshots("xfs"));

  static final LayerType LXC =
      new LayerType(
          "lxc",
          Offer.NOTHING,
          List.of(Offer.FILE_SYSTEM),
          "A container's files lie in a file system.",
          Form.of(
                  typeKey("lxc"),
                  over("The file system that holds its files.", "store1"),
                  Key.required(
                      "image",
                      new Shape.Text(TextRule.IMAGE),
                      "The distribution and release to begin with, or the absolute path of a root"
                          + " file system tarball on the node.",
                      "debian/13"),
                  Key.optional(
                      "network",
                      new Shape.Text(TextRule.NETWORK_NAME),
                      "none; the container has no network",
                      "The network whose bridge it connects to.",
                      "lan"),
                  Key.optional(
                      "address",
                      new Shape.Text(TextRule.SUBNET),
                      "the container asks for one (DHCP)",
                      "Its address in that network, with the network's prefix length.",
                      "10.1.0.20/24"),
                  Key.optional(
                      "memory",
                      new Shape.Text(TextRule.SIZE),
                      "no limit",
                      "The limit of its memory.",
                      "2G"),
                  Key.optional(
                      "cpus",
                      new Shape.Count(1, 1024),
                      "no limit",
                      "The limit of its processor time, in processors.",
                      "2"),
                  Key.optional(
                      "privileged",
                      new Shape.Flag(),
                      "false",
                      "Whether root inside is root on the node.",
                      "false"),
                  snapshots())
              .later("size", "filesystem", "nodes"),
          LayerPages.LXC);

  static final List<LayerType> TYPES =
      Stream.of(List.of(PARTITION), VolumeGrammar.TYPES, List.of(DRBD, BTRFS, EXT4, XFS, LXC))
          .flatMap(List::stream)
          .toList();

  private static final Map<String, LayerType> BY_WORD =
      TYPES.stream().collect(Collectors.toUnmodifiableMap(LayerType::word, type -> type));

  private LayerGrammar() {}

  /** The type of that word, which is one of them. */
  static LayerType type(String word) {
    return Optional.ofNullable(BY_WORD.get(word)).orElseThrow();
  }

  private static Form withSnapshots() {
    List<Key> keys = new ArrayList<>(fileSystemForm("btrfs").keys());
    keys.add(snapshots());
    return Form.of(keys.toArray(Key[]::new));
  }

  private static Form withoutSnapshots(String word) {
    return fileSystemForm(word)
        .elsewhere(
            "snapshots",
            word
                + " has none; declare them for the thin volume (thin) that it lies over, or use btrfs");
  }

  private static LayerType fileSystem(String word, LayerPage page, Form form) {
    return new LayerType(
        word,
        Offer.FILE_SYSTEM,
        List.of(Offer.DISK, Offer.PARTITION, Offer.ARRAY, Offer.VOLUME, Offer.THIN, Offer.REPLICA),
        "A file system is made on a block device.",
        form,
        page);
  }

  private static Form fileSystemForm(String word) {
    return Form.of(
        typeKey(word),
        over("The DRBD resource, volume, array, partition or disk that it is made on.", "r0"),
        nodes(),
        Key.required(
            "mount", new Shape.Text(TextRule.MOUNT), "Where it is mounted.", "/srv/store1"),
        Key.optional(
            "options",
            new Shape.ListOf(TextRule.MOUNT_OPTION),
            "none beyond the defaults",
            "Mount options.",
            "[noatime]"));
  }

  static Key snapshots() {
    return Key.optional(
        "snapshots",
        new Shape.OneOrMore(SCHEDULE),
        "none but those of `cairn snapshot create`",
        "Snapshots that the node on which it is in use takes by itself, without Cairn.",
        "{ every: 1h, keep: 24 }");
  }

  static Key typeKey(String word) {
    return Key.required("type", Shape.Choice.of(word), "The type of the layer.", word);
  }

  static Key over(String doc, String example) {
    return Key.required("over", new Shape.Over(Shape.Many.ONE), doc, example);
  }

  static Key overSeveral(String doc, String example) {
    return Key.required("over", new Shape.Over(Shape.Many.SEVERAL), doc, example);
  }

  static Key nodes() {
    return Key.optional(
        "nodes",
        new Shape.ListOf(TextRule.NODE_NAME),
        "every node where what it lies over is; over a disk: all nodes",
        "The nodes that it is built on.",
        "[node1, node2]");
  }
}
