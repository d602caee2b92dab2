package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.graph.VolumeSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arithmetic of one volume group on one node: who gets how many extents, and what is left.
 *
 * <p>A percentage is of what is left when everything with an absolute size has its room, what was
 * there before included; the metadata of such a pool, and the spare for repairing it, are within
 * its part.
 *
 * @param capacity extents by physical volume
 * @param base that of which percentages are
 * @param volumes the room of each declared volume
 */
record Room(
    LayerName group,
    NodeName node,
    Extents total,
    Map<DevicePath, Extents> capacity,
    Extents base,
    List<Need> needs,
    Map<LayerName, VolumeRoom> volumes) {
  Room {
    capacity = Map.copyOf(capacity);
    needs = List.copyOf(needs);
    volumes = Map.copyOf(volumes);
  }

  /** Empty where the size of a physical volume is not known yet. */
  static Optional<Room> of(GroupLayers layers, NodeName node, Context context) {
    return Capacity.of(layers.group(), node, context)
        .map(capacity -> new Counting(layers, node, context, capacity).room());
  }

  Extents needed() {
    return total.of(needs.stream().mapToLong(need -> need.extents().count()).sum());
  }

  boolean fits() {
    return needed().compareTo(total) <= 0 && crowded().isEmpty();
  }

  /** What is left when everything is made; none where it does not fit. */
  Extents left() {
    return total.of(Math.max(0, total.count() - needed().count()));
  }

  /** Physical volumes on which more has to lie than they hold, each set with that. */
  Map<Set<DevicePath>, Extents> crowded() {
    Map<Set<DevicePath>, Extents> crowded = new HashMap<>();
    Set<Set<DevicePath>> sets =
        needs.stream()
            .filter(need -> !need.on().isEmpty())
            .map(need -> Set.copyOf(need.on()))
            .collect(Collectors.toSet());
    for (Set<DevicePath> set : sets) {
      long wanted =
          needs.stream()
              .filter(need -> !need.on().isEmpty() && set.containsAll(need.on()))
              .mapToLong(need -> need.extents().count())
              .sum();
      if (wanted > capacity(set)) {
        crowded.put(set, total.of(wanted));
      }
    }
    return crowded;
  }

  long capacity(Set<DevicePath> set) {
    return set.stream()
        .mapToLong(device -> capacity.containsKey(device) ? capacity.get(device).count() : 0)
        .sum();
  }

  /** The sum, as in {@code 2560 for data + 3 for the spare = 2563 extents (10 GiB) of 2557}. */
  String sum() {
    return needs.stream().map(Need::term).collect(Collectors.joining(" + "))
        + " = "
        + needed()
        + " of the "
        + total
        + " in "
        + group;
  }

  /** The volumes' needs, one kind after the other. */
  private static final class Counting {
    private final GroupLayers layers;
    private final NodeName node;
    private final Context context;
    private final Capacity capacity;
    private final List<Need> needs = new ArrayList<>();
    private final Map<LayerName, VolumeRoom> volumes = new HashMap<>();
    private long spare;

    Counting(GroupLayers layers, NodeName node, Context context, Capacity capacity) {
      this.layers = layers;
      this.node = node;
      this.context = context;
      this.capacity = capacity;
    }

    Room room() {
      layers.volumes().forEach(this::cache);
      layers.volumes().stream().filter(v -> !isShare(v.size())).forEach(this::absolute);
      layers.pools().stream().filter(p -> !isShare(p.size())).forEach(this::absolute);
      capacity.foreign().ifPresent(needs::add);
      Extents base = extents(Math.max(0, capacity.total().count() - taken() - spare));
      long before = spare;
      layers.volumes().forEach(volume -> share(volume, base));
      layers.pools().forEach(pool -> share(pool, base, before));
      if (spare > 0) {
        needs.add(
            new Need(
                Optional.empty(), "the spare of metadata", extents(spare), List.of()));
      }
      return new Room(
          layers.name(), node, capacity.total(), capacity.byDevice(), base, needs, volumes);
    }

    private long taken() {
      return needs.stream().mapToLong(need -> need.extents().count()).sum();
    }

    private Extents extents(long count) {
      return capacity.total().of(count);
    }

    private Extents covering(Size size) {
      return Extents.covering(size, capacity.total().each());
    }

    private static boolean isShare(VolumeSize size) {
      return size instanceof VolumeSize.Share;
    }

    private void need(Layer layer, String what, Extents extents, Optional<Below> on) {
      needs.add(
          new Need(
              Optional.of(layer.name()),
              what,
              extents,
              on.map(
                      below ->
                          below.on(node).stream().map(g -> context.device(g, node)).toList())
                  .orElse(List.of())));
    }

    private Optional<VolumeRoom.CacheRoom> cacheRoom(Layer.LogicalVolume volume) {
      return volume
          .cache()
          .map(
              cache -> {
                Extents data = covering(cache.size());
                return switch (cache.kind()) {
                  case DM_CACHE -> {
                    CacheMetadata metadata = CacheMetadata.of(data.size(), cache.metadata());
                    yield new VolumeRoom.CacheRoom(
                        data, Optional.of(covering(metadata.metadata())), metadata.chunk());
                  }
                  case DM_WRITECACHE ->
                      new VolumeRoom.CacheRoom(data, Optional.empty(), new Size(0));
                };
              });
    }

    private void cache(Layer.LogicalVolume volume) {
      cacheRoom(volume)
          .ifPresent(
              room -> {
                Optional<Below> on = volume.cache().map(cache -> cache.on());
                need(volume, "the cache of " + volume.name(), room.data(), on);
                room.metadata()
                    .ifPresent(
                        metadata -> {
                          need(volume, "the metadata of that cache", metadata, on);
                          spare = Math.max(spare, metadata.count());
                        });
              });
    }

    private void absolute(Layer.LogicalVolume volume) {
      if (volume.size() instanceof VolumeSize.Absolute(var size)) {
        made(volume, covering(size));
      }
    }

    private void share(Layer.LogicalVolume volume, Extents base) {
      if (volume.size() instanceof VolumeSize.Share(var percent)) {
        made(volume, base.percent(percent.value()));
      }
    }

    private void made(Layer.LogicalVolume volume, Extents data) {
      need(volume, volume.name().text(), atLeast(data, volume.name()), volume.on());
      volumes.put(volume.name(), new VolumeRoom.Plain(data, cacheRoom(volume)));
    }

    private void absolute(Layer.ThinPool pool) {
      if (pool.size() instanceof VolumeSize.Absolute(var size)) {
        Extents data = covering(size);
        ThinMetadata metadata = ThinMetadata.of(data.size(), pool.chunk(), pool.metadata());
        made(pool, data, covering(metadata.metadata()), metadata.chunk());
      }
    }

    // the metadata are counted as if all of the share were data: at most an extent too many
    private void share(Layer.ThinPool pool, Extents base, long spareBefore) {
      if (pool.size() instanceof VolumeSize.Share(var percent)) {
        Extents all = base.percent(percent.value());
        ThinMetadata metadata = ThinMetadata.of(all.size(), pool.chunk(), pool.metadata());
        Extents own = covering(metadata.metadata());
        long more = Math.max(0, own.count() - spareBefore);
        made(
            pool,
            extents(Math.max(0, all.count() - own.count() - more)),
            own,
            metadata.chunk());
      }
    }

    private void made(Layer.ThinPool pool, Extents data, Extents metadata, Size chunk) {
      need(pool, pool.name().text(), atLeast(data, pool.name()), pool.on());
      need(pool, "its metadata", metadata, pool.on());
      spare = Math.max(spare, metadata.count());
      volumes.put(pool.name(), new VolumeRoom.Pool(data, metadata, chunk));
    }

    /** What a volume has grown to already is gone for the others. */
    private Extents atLeast(Extents declared, LayerName name) {
      return Stream.of(declared)
          .flatMap(
              own ->
                  Stream.concat(Stream.of(own), capacity.observed(name).map(this::covering).stream()))
          .max(Extents::compareTo)
          .orElse(declared);
    }
  }
}
