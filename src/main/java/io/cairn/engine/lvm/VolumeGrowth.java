package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.PoolMetadata;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is there and smaller than declared, for one group on the node where it is in use: physical
 * volumes whose device has grown, then volumes, pools and thin volumes, all online (pvresize(8),
 * lvextend(8)). A percentage is no promise, and nothing grows by it.
 */
record VolumeGrowth(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    devices().ifPresent(steps::add);
    layers.volumes().forEach(volume -> volume(volume).ifPresent(steps::add));
    layers.pools().forEach(pool -> pool(pool).ifPresent(steps::add));
    layers.thinVolumes().forEach(thin -> thin(thin).ifPresent(steps::add));
    return List.copyOf(steps);
  }

  /** How large a volume that is there shall be at least; empty for what grows by itself. */
  static Optional<Size> declared(Layer layer) {
    return layer.fixedSize().map(bytes -> Extents.holding(bytes).size());
  }

  private Optional<Volume> smaller(Layer layer, Size wanted) {
    return facts
        .volume(layers.name(), layer.name().text())
        .filter(volume -> volume.size().compareTo(wanted) < 0);
  }

  private LvmGuards guards() {
    return GroupPlanner.guards(layers, context);
  }

  private Step.Builder step(Layer layer, String intent, String why) {
    return Step.layer(layer.name(), "grow", node)
        .says(intent, why)
        .mark(Mark.CHANGE)
        .guard(guards().isOurs())
        .needs(context.belowGrown(layer, node))
        .needs(context.abovePrepared(layer, node))
        .needs(Condition.active(layers.name(), node), ViewPlanner.set(node))
        .needs(GroupMending.mended(layers.name(), node), CachePlanner.freed(layers.name(), node))
        .provides(Condition.grown(layer.name(), node));
  }

  private Optional<Step> devices() {
    List<DevicePath> grown =
        context.cluster().allBelow(layers.group(), node).stream()
            .filter(this::hasGrown)
            .map(ground -> context.device(ground, node))
            .toList();
    if (grown.isEmpty()) {
      return Optional.empty();
    }
    String list = Shell.join(grown.stream().map(DevicePath::text).toList());
    Command resize = Command.script("pvresize -- " + list);
    return Optional.of(
        step(
                layers.group(),
                "Take what its devices have gained into the group",
                list + " is larger than the physical volume on it, or will be")
            .guard(guards().hasDevices(context.devicesBelow(layers.group(), node)))
            .runs(resize)
            .check(wholeDevices(grown))
            .build());
  }

  private boolean hasGrown(Below.Ground ground) {
    return Capacity.grown(ground, layers.group(), node, context, facts).isPresent();
  }

  private static Guard wholeDevices(List<DevicePath> devices) {
    return Guard.that(
        "less than two extents of each device are not in the group",
        """
        for device in %s; do
          set -- $(LVM_SUPPRESS_FD_WARNINGS=1 pvs --noheadings --units b --nosuffix --options dev_size,pv_size -- "$device")
          [ $(($1 - $2)) -lt %d ] || { echo "$device has $1 bytes, and its physical volume $2"; exit 1; }
        done"""
            .formatted(
                Shell.join(devices.stream().map(DevicePath::text).toList()),
                2 * Extents.SIZE.bytes()));
  }

  private Optional<Step> volume(Layer.LogicalVolume volume) {
    return extend(
        volume,
        "volume",
        Room.place(volume.on(), node, context),
        () -> "the file declares " + volume.size() + left());
  }

  private Optional<Step> thin(Layer.ThinVolume volume) {
    return extend(
        volume,
        "thin volume",
        List.of(),
        () -> "the file declares " + volume.size() + promised(volume));
  }

  private Optional<Step> extend(
      Layer layer, String word, List<DevicePath> on, Supplier<String> why) {
    String name = layer.name().text();
    return declared(layer)
        .flatMap(
            wanted ->
                smaller(layer, wanted)
                    .map(
                        there ->
                            step(
                                    layer,
                                    "Grow the %s from %s to %s"
                                        .formatted(word, there.size(), wanted),
                                    why.get())
                                .guard(guards().isOurs(name, typeOf(there, layer)))
                                .runs(context.beforeItGrows(layer, node))
                                .runs(
                                    LvmCommands.extend(layers.name(), name, wanted, on),
                                    LvmCommands.SETTLE)
                                .check(guards().isMade(name, typeOf(there, layer), wanted))
                                .build()));
  }

  /** Its type when it grows, which is after it has lost a cache that it shall not have. */
  private String typeOf(Volume there, Layer layer) {
    return layer instanceof Layer.LogicalVolume volume
            && Room.of(layers, node, context, facts)
                .map(room -> room.part(volume.name()))
                .filter(new CachePlanner(volume, layers, node, context, facts)::detaches)
                .isPresent()
        ? "linear"
        : there.type();
  }

  private String left() {
    return Room.of(layers, node, context, facts)
        .map(room -> "; " + room.sum() + ", " + room.left() + " left")
        .orElse("");
  }

  private Optional<Step> pool(Layer.ThinPool pool) {
    Optional<Size> wanted = declared(pool);
    Optional<Volume> there = facts.volume(layers.name(), pool.name().text());
    if (wanted.isEmpty() || there.isEmpty()) {
      return Optional.empty();
    }
    Size metadata = metadata(pool, there.get(), wanted.get());
    boolean hasData = there.get().size().compareTo(wanted.get()) >= 0;
    boolean hasMetadata =
        there.get().metadata().filter(size -> size.compareTo(metadata) < 0).isEmpty();
    if (hasData && hasMetadata) {
      return Optional.empty();
    }
    String name = pool.name().text();
    List<Command> commands = new ArrayList<>();
    if (!hasMetadata) {
      commands.add(LvmCommands.extendMetadata(layers.name(), name, metadata));
    }
    if (!hasData) {
      commands.add(
          LvmCommands.extend(
              layers.name(), name, wanted.get(), Room.place(pool.on(), node, context)));
    }
    return Optional.of(
        step(
                pool,
                "Grow the pool from %s to %s, and its metadata to %s"
                    .formatted(there.get().size(), larger(wanted.get(), there.get()), metadata),
                "the file declares " + pool.size() + left())
            .guard(guards().isOurs(name, "thin-pool"))
            .runs(commands)
            .check(guards().isMade(name, "thin-pool", wanted.get()))
            .build());
  }

  private static Size larger(Size wanted, Volume there) {
    return wanted.compareTo(there.size()) > 0 ? wanted : there.size();
  }

  /** As declared, else what chunks of the size that it has need (rule R05). */
  private static Size metadata(Layer.ThinPool pool, Volume there, Size data) {
    Size chunk = there.chunk().orElseGet(() -> PoolMetadata.chunkOf(data));
    Size wanted = pool.metadata().orElseGet(() -> PoolMetadata.ofThinPool(data, chunk));
    return Extents.holding(wanted).size();
  }

  private String promised(Layer.ThinVolume volume) {
    return layers.pools().stream()
        .filter(pool -> layers.thinVolumes(pool).contains(volume))
        .flatMap(pool -> poolSize(pool).map(of -> new Overcommitment(layers.thinVolumes(pool), of)))
        .flatMap(sum -> sum.inWords().stream())
        .findFirst()
        .map(words -> "; " + words)
        .orElse("");
  }

  private Stream<Size> poolSize(Layer.ThinPool pool) {
    return facts.volume(layers.name(), pool.name().text()).stream()
        .map(there -> larger(declared(pool).orElse(there.size()), there));
  }
}
