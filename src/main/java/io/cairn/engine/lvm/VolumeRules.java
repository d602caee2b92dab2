package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.graph.VolumeSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with one declared volume, pool or thin volume that is there. */
record VolumeRules(
    Layer layer, GroupLayers layers, NodeName node, Context context, LvmFacts facts) {

  private String tag() {
    return LvmCommands.tag(context.cluster().name());
  }

  List<Finding> findings() {
    Optional<Volume> there = facts.volume(layers.name(), layer.name().text());
    if (there.isEmpty()) {
      return List.of();
    }
    Volume volume = there.get();
    List<Finding> findings = new ArrayList<>();
    if (!volume.tags().contains(tag())) {
      findings.add(notOurs(volume));
    } else if (!types().contains(volume.type())) {
      findings.add(otherType(volume));
    } else {
      otherSize(volume).ifPresent(findings::add);
      otherCache(volume).ifPresent(findings::add);
    }
    if (!volume.health().isEmpty()) {
      findings.add(ill(volume));
    }
    if (layer instanceof Layer.ThinPool pool) {
      findings.addAll(
          new PoolRules(pool, layers, node, volume, facts.group(layers.name())).findings());
    }
    return findings;
  }

  private Finding notOurs(Volume volume) {
    return Finding.error("LVM-18", "Volume not made by Cairn")
        .at(node + ": " + layers.name() + "/" + layer.name())
        .saw("a volume of that name, type " + volume.type(), "none, or one with the tag " + tag())
        .because("Cairn changes nothing that it did not make.", "Use another name in the file.");
  }

  /** The types that LVM shows for what Cairn makes of the layer. */
  private List<String> types() {
    return switch (layer) {
      case Layer.LogicalVolume _ -> List.of("linear", "striped", "cache", "writecache");
      case Layer.ThinPool _ -> List.of("thin-pool");
      case Layer.ThinVolume _ -> List.of("thin");
      case Layer.Partition _,
          Layer.Raid _,
          Layer.VolumeGroup _,
          Layer.Drbd _,
          Layer.FileSystem _,
          Layer.Lxc _ ->
          List.of();
    };
  }

  private Finding otherType(Volume volume) {
    return Finding.error("LVM-19", "Volume of another type than declared")
        .at(node + ": " + layers.name() + "/" + layer.name())
        .saw(volume.type(), String.join(" or ", types()))
        .because("It cannot become one without losing its data.", "Declare what is there.");
  }

  private Optional<Finding> otherSize(Volume volume) {
    return wanted()
        .filter(size -> volume.size().compareTo(size) < 0)
        .map(
            size ->
                Finding.error("LVM-20", "Volume smaller than declared")
                    .at(node + ": " + layers.name() + "/" + layer.name())
                    .saw(volume.size().toString(), size.toString())
                    .because(
                        "What lies over it was made for the size that is there; Cairn does not"
                            + " change it here.",
                        "Declare the size that is there."));
  }

  /** A cache that is there and not declared, or in another mode. */
  private Optional<Finding> otherCache(Volume volume) {
    if (!(layer instanceof Layer.LogicalVolume declared) || volume.type().equals("linear")) {
      return Optional.empty();
    }
    String wanted =
        declared
            .cache()
            .map(
                cache ->
                    switch (cache.kind()) {
                      case DM_CACHE -> "cache " + cache.mode().name().toLowerCase(Locale.ROOT);
                      case DM_WRITECACHE -> "writecache";
                    })
            .orElse("no cache");
    String seen =
        volume.type().equals("cache")
            ? "cache " + volume.cache().map(Volume.CacheUse::mode).orElse("of unknown mode")
            : volume.type();
    return seen.equals(wanted) || (!volume.isActive() && declared.cache().isPresent())
        ? Optional.empty()
        : Optional.of(
            Finding.error("LVM-30", "Cache is not as declared")
                .at(node + ": " + layers.name() + "/" + layer.name())
                .saw(seen, wanted)
                .because(
                    "What it holds and has not written back would be lost by a careless change;"
                        + " Cairn does not change it here.",
                    "Declare what is there. To detach it, which writes everything back:\n"
                        + "  lvconvert --uncache "
                        + layers.name()
                        + "/"
                        + layer.name()));
  }

  /** A percentage is no promise: it was taken of what there was at that time. */
  private Optional<Size> wanted() {
    return switch (layer) {
      case Layer.LogicalVolume volume -> absolute(volume.size());
      case Layer.ThinPool pool -> absolute(pool.size());
      case Layer.ThinVolume volume -> Optional.of(volume.size());
      case Layer.Partition _,
          Layer.Raid _,
          Layer.VolumeGroup _,
          Layer.Drbd _,
          Layer.FileSystem _,
          Layer.Lxc _ ->
          Optional.empty();
    };
  }

  private static Optional<Size> absolute(VolumeSize size) {
    return size instanceof VolumeSize.Absolute(var bytes) ? Optional.of(bytes) : Optional.empty();
  }

  private Finding ill(Volume volume) {
    return Finding.error("LVM-21", "Volume is not well")
        .at(node + ": " + layers.name() + "/" + layer.name())
        .saw(volume.health(), "no complaint in lv_health_status")
        .because(
            "LVM or the kernel found it damaged or full.",
            "See lvmthin(7), lvmraid(7):\n"
                + "  lvs --all --options lv_name,lv_attr,lv_health_status "
                + layers.name());
  }
}
