package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
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
    List<Finding> cache = cache(volume);
    if (!volume.tags().contains(tag())) {
      findings.add(notOurs(volume));
    } else if (!types().contains(volume.type())) {
      findings.add(otherType(volume));
    } else {
      otherSize(volume).ifPresent(findings::add);
      findings.addAll(cache);
    }
    if (cache.isEmpty() && !volume.health().isEmpty()) {
      findings.add(ill(volume));
    }
    if (layer instanceof Layer.ThinPool pool) {
      findings.addAll(
          new PoolRules(pool, layers, node, volume, facts.group(layers.name())).findings());
      FillLog.pace(pool, layers, volume, facts)
          .filter(pace -> pace.left().toDays() < 1)
          .map(this::fullSoon)
          .ifPresent(findings::add);
    }
    return findings;
  }

  private Finding fullSoon(LayerState.Pace pace) {
    return Finding.warning("LVM-37", "Thin pool will be full within a day")
        .at(node + ": " + layers.name() + "/" + layer.name())
        .saw(pace.sentence(), "room for more than a day")
        .because(
            "When it is full, writes to all its volumes fail.",
            "Find what writes so much, or give it room, as in: cairn grow "
                + layer.name()
                + " SIZE");
  }

  private List<Finding> cache(Volume volume) {
    return layer instanceof Layer.LogicalVolume logical
        ? new CacheRules(logical, layers, node, context, facts).findings(volume)
        : List.of();
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

  /** What is smaller grows; what is larger is not cut off, for something may lie there. */
  private Optional<Finding> otherSize(Volume volume) {
    if (layer instanceof Layer.ThinVolume thin
        && volume.size().compareTo(VolumeGrowth.declared(thin).orElseThrow()) < 0) {
      return tooMuchForItsPool(thin);
    }
    if (layer instanceof Layer.ThinPool) {
      // it grows by itself beyond what is declared
      return Optional.empty();
    }
    if (VolumeGrowth.declared(layer).filter(size -> volume.size().compareTo(size) < 0).isPresent()
        && !snapshots(volume).isEmpty()) {
      return Optional.of(heldBySnapshots(volume));
    }
    return VolumeGrowth.declared(layer)
        .filter(size -> volume.size().compareTo(size) > 0)
        .map(
            size ->
                Finding.warning("LVM-20", "Volume larger than declared")
                    .at(node + ": " + layers.name() + "/" + layer.name())
                    .saw(volume.size().toString(), size.toString())
                    .because(
                        "Cairn shrinks nothing: what lies at the end of a volume would be cut off.",
                        "Declare the size that is there. To make it smaller by hand, the file system"
                            + " on it comes first (xfs cannot shrink), with a backup at hand; see"
                            + " lvreduce(8) --resizefs."));
  }

  /** Those of a volume that is no thin one, whoever took them. */
  private List<String> snapshots(Volume volume) {
    return facts.volumes(layers.name()).stream()
        .filter(each -> each.origin().equals(Optional.of(volume.name())))
        .filter(each -> !each.type().equals("thin"))
        .map(Volume::name)
        .toList();
  }

  // lib/metadata/lv_manip.c: "Snapshot origin volumes can be resized only while inactive"
  private Finding heldBySnapshots(Volume volume) {
    return Finding.error("LVM-34", "Volume with snapshots cannot grow")
        .at(node + ": " + layers.name() + "/" + layer.name())
        .saw(
            volume.size() + ", with the snapshots " + String.join(", ", snapshots(volume)),
            "no snapshots, for the file declares " + layer.fixedSize().orElseThrow())
        .because(
            "LVM makes a volume larger online only while it has none; those of thin volumes do not"
                + " matter.",
            "Delete them, as with 'cairn snapshot delete', or leave the size as it is.");
  }

  /** Overcommitted is what a pool can be; what it can never hold is not promised anew. */
  private Optional<Finding> tooMuchForItsPool(Layer.ThinVolume volume) {
    Layer.ThinPool pool =
        layers.pools().stream()
            .filter(each -> layers.thinVolumes(each).contains(volume))
            .findFirst()
            .orElseThrow();
    return facts
        .volume(layers.name(), pool.name().text())
        .flatMap(
            there -> {
              Size most = most(pool, there);
              Size promised =
                  layers.thinVolumes(pool).stream()
                      .map(Layer.ThinVolume::size)
                      .reduce(new Size(0), (a, b) -> new Size(a.bytes() + b.bytes()));
              return promised.compareTo(most) <= 0
                  ? Optional.empty()
                  : Optional.of(beyond(pool, promised, most));
            });
  }

  /** What the pool has, or is declared to have, and what it can take of its group by itself. */
  private Size most(Layer.ThinPool pool, Volume there) {
    long now =
        Math.max(there.size().bytes(), VolumeGrowth.declared(pool).map(Size::bytes).orElse(0L));
    long free =
        pool.autoExtend().isOn()
            ? facts.group(layers.name()).map(group -> group.free().size().bytes()).orElse(0L)
            : 0;
    return new Size(Math.max(now, there.size().bytes() + free));
  }

  private Finding beyond(Layer.ThinPool pool, Size promised, Size most) {
    return Finding.error("LVM-31", "Thin volume would grow beyond what its pool can hold")
        .at(node + ": " + layers.name() + "/" + layer.name())
        .saw(
            promised + " promised in all by the volumes of " + pool.name(),
            "at most " + most + ", which the pool has or can take of its group")
        .because(
            "When the pool is full, writes to all its volumes fail.",
            "Grow "
                + pool.name()
                + " or what "
                + layers.name()
                + " lies on first, or grow by less.");
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
