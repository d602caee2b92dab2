package io.cairn.cluster;

import static io.cairn.cluster.LayerGrammar.nodes;
import static io.cairn.cluster.LayerGrammar.over;
import static io.cairn.cluster.LayerGrammar.overSeveral;
import static io.cairn.cluster.LayerGrammar.snapshots;
import static io.cairn.cluster.LayerGrammar.typeKey;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.AutoExtend;
import io.cairn.graph.RaidLevel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The layer types between disks and what replicates or uses them: arrays, groups, volumes. */
final class VolumeGrammar {
  private static final Form CACHE =
      Form.of(
          Key.required(
              "on",
              new Shape.Over(Shape.Many.SEVERAL),
              "The physical volume or volumes of the same group that it lies on: faster ones than"
                  + " those of the volume.",
              "ssd"),
          Key.required("size", new Shape.Text(TextRule.SIZE), "How much it holds.", "4G"),
          Key.optional(
              "metadata",
              new Shape.Text(TextRule.SIZE),
              "a thousandth of its size, at least 8 MiB",
              "Room for what says where things are; for dm-cache only.",
              "16M"),
          Key.optional(
              "mode",
              Shape.Choice.of("writethrough", "writeback"),
              "writethrough; writeback for dm-writecache, which knows nothing else",
              "When a write counts as done: with writethrough on the slow device too, with writeback"
                  + " in the cache. With writeback the loss of the cache is a loss of data, so it"
                  + " must lie on an array.",
              "writethrough"),
          Key.optional(
              "type",
              Shape.Choice.of("dm-cache", "dm-writecache"),
              "dm-cache",
              "dm-cache keeps what is often read or written, dm-writecache only writes.",
              "dm-cache"));

  private static final Form AUTO_EXTEND =
      Form.of(
          Key.required(
              "at",
              new Shape.Text(TextRule.PERCENT),
              "How full it is then, from 50%; with 100% it never grows by itself.",
              "70%"),
          Key.required(
              "by",
              new Shape.Text(TextRule.PERCENT),
              "How much larger it becomes, of its size.",
              "20%"));

  static final LayerType GROUP =
      new LayerType(
          "vg",
          Offer.GROUP,
          List.of(
              Offer.DISK, Offer.PARTITION, Offer.ARRAY, Offer.VOLUME, Offer.THIN, Offer.REPLICA),
          "A physical volume is a block device.",
          Form.of(
              typeKey("vg"),
              overSeveral("Its physical volumes, one or a list.", "[hdd, ssd]"),
              nodes()),
          VolumePages.GROUP);

  static final LayerType VOLUME =
      new LayerType(
          "lv",
          Offer.VOLUME,
          List.of(Offer.GROUP),
          "A volume gets its room from a volume group.",
          Form.of(
                  typeKey("lv"),
                  over("The volume group.", "VG1"),
                  nodes(),
                  on(),
                  size(),
                  Key.optional(
                      "cache",
                      new Shape.Fields(CACHE),
                      "none",
                      "A faster device in front of it.",
                      "{ on: ssd, size: 4G }"))
              .elsewhere(
                  "snapshots",
                  "one of a volume with all its room from the start needs as much room again, and slows"
                      + " every write; use a thin volume (thin), or 'cairn snapshot create'"),
          VolumePages.VOLUME);

  static final LayerType POOL =
      new LayerType(
          "thinpool",
          Offer.POOL,
          List.of(Offer.GROUP),
          "A thin pool gets its room from a volume group.",
          Form.of(
                  typeKey("thinpool"),
                  over("The volume group.", "VG1"),
                  nodes(),
                  on(),
                  size(),
                  Key.optional(
                      "metadata",
                      new Shape.Text(TextRule.SIZE),
                      "64 bytes for each chunk, at least 2 MiB",
                      "Room for what says which chunk is whose.",
                      "128M"),
                  Key.optional(
                      "chunk",
                      new Shape.Text(TextRule.SIZE),
                      "64 KiB, more where the pool is so large that its metadata would pass 128 MiB",
                      "How much a thin volume takes at once.",
                      "64K"),
                  Key.optional(
                      "autoextend",
                      new Shape.Fields(AUTO_EXTEND),
                      "at " + AutoExtend.DEFAULT.at() + " by " + AutoExtend.DEFAULT.by(),
                      "When and by how much it grows by itself out of what its group has left.",
                      "{ at: 70%, by: 20% }"))
              .elsewhere("snapshots", "declare them for the thin volumes over it"),
          VolumePages.POOL);

  static final LayerType THIN =
      new LayerType(
          "thin",
          Offer.THIN,
          List.of(Offer.POOL),
          "A thin volume gets its room from a thin pool.",
          Form.of(
              typeKey("thin"),
              over("The thin pool.", "pool"),
              nodes(),
              Key.required(
                  "size",
                  new Shape.Text(TextRule.SIZE),
                  "How large it seems; it takes from the pool only what is written.",
                  "8G"),
              snapshots()),
          VolumePages.THIN);

  static final List<LayerType> TYPES =
      Stream.concat(
              Arrays.stream(RaidLevel.values()).map(VolumeGrammar::array),
              Stream.of(GROUP, VOLUME, POOL, THIN))
          .toList();

  private VolumeGrammar() {}

  private static LayerType array(RaidLevel level) {
    return new LayerType(
        level.word(),
        Offer.ARRAY,
        List.of(Offer.DISK, Offer.PARTITION, Offer.VOLUME),
        "The members of an array are disks, partitions or volumes.",
        Form.of(
            typeKey(level.word()),
            overSeveral(
                "Its members, at least " + level.leastMembers() + ", best of one size.",
                VolumePages.members(level)),
            nodes()),
        VolumePages.array(level));
  }

  private static Key on() {
    return Key.optional(
        "on",
        new Shape.Over(Shape.Many.SEVERAL),
        "any of the group's physical volumes",
        "The physical volume or volumes of the group that it lies on, named as the group names them.",
        "hdd");
  }

  private static Key size() {
    return Key.required(
        "size",
        new Shape.Text(TextRule.VOLUME_SIZE),
        "Its size, rounded to whole extents of 4 MiB. A percentage is of what the group has left when"
            + " all that has a size of its own is made.",
        "10G");
  }
}
