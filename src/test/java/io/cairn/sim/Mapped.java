package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the device mapper makes of other devices for a volume, by the metadata that activated it.
 */
final class Mapped implements Block {
  private static final String DIRTY = "a cache with blocks to be written back: ";
  private static final long WRITTEN_AT_ONCE = 3;

  private final String mapping;
  private final int minor;
  private final String group;
  private final String volumeUuid;
  private final boolean visible;
  private Table table;

  Mapped(String mapping, int minor, VolumeGroup group, VolumeGroup.Volume volume, Table table) {
    this.mapping = mapping;
    this.minor = minor;
    this.group = group.name();
    this.volumeUuid = (group.uuid() + volume.uuid()).replace("-", "");
    this.visible = volume.visible() && !mapping.endsWith("-tpool");
    this.table = table;
  }

  /** What it is made of. */
  sealed interface Table {
    /** Extents of physical volumes, these by their UUID. */
    record Linear(Map<String, Block> on, List<VolumeGroup.Segment> segments) implements Table {
      public Linear {
        on = Map.copyOf(on);
        segments = List.copyOf(segments);
      }

      Block under(VolumeGroup.Segment segment) {
        return Optional.ofNullable(on.get(segment.member())).orElseThrow();
      }
    }

    /** All of another one, with something beside it. */
    record Over(Block data, List<Block> beside, long size) implements Table {
      public Over {
        beside = List.copyOf(beside);
      }
    }

    /**
     * A slow device with a fast one before it. What the fast one holds that is not on the slow one
     * yet, its map says.
     */
    record Cached(Block data, Block cache, Block map, Writes writes) implements Table {
      /** How many blocks are to be written back. */
      long dirty() {
        return map.content() instanceof Content.Noise(var of) && of.startsWith(DIRTY)
            ? Long.parseLong(of.substring(DIRTY.length()))
            : 0;
      }

      /** Writes one of them back; with the last one the slow device has all of it. */
      void clean() {
        long left = dirty() - 1;
        if (left == 0) {
          data.put(cache.surface());
        }
        if (left >= 0) {
          map.write(new Content.Noise(left == 0 ? "a clean cache" : DIRTY + left));
        }
      }
    }

    /** A thin pool, which is not read by itself. */
    record Pool(Block data, Block metadata) implements Table {}

    /** A volume in a pool. */
    record Thin(Mapped pool, String uuid, long size) implements Table {}
  }

  /** When a write to a cached volume counts as done. */
  enum Writes {
    THROUGH,
    BACK
  }

  String group() {
    return group;
  }

  int minor() {
    return minor;
  }

  String mapping() {
    return mapping;
  }

  Table table() {
    return table;
  }

  void reload(Table other) {
    table = other;
  }

  @Override
  public String path() {
    return "/dev/mapper/" + mapping;
  }

  @Override
  public String node() {
    return "/dev/dm-" + minor;
  }

  /** Only what is no part of another one has names of its own. */
  @Override
  public List<String> links() {
    List<String> links = new ArrayList<>();
    if (visible
        && !(table instanceof Table.Over(var data, _, _) && data.path().endsWith("-tpool"))) {
      links.add("/dev/" + group + "/" + name(mapping, group));
      links.add("/dev/disk/by-id/dm-name-" + mapping);
      links.add("/dev/disk/by-id/dm-uuid-LVM-" + volumeUuid);
    }
    return links;
  }

  private static String name(String mapping, String group) {
    return mapping.substring(group.replace("-", "--").length() + 1).replace("--", "-");
  }

  @Override
  public long size() {
    return switch (table) {
      case Table.Linear(_, var segments) ->
          segments.stream().mapToLong(VolumeGroup.Segment::count).sum() * VolumeGroup.EXTENT;
      case Table.Over(_, _, var size) -> size;
      case Table.Cached(var data, _, _, _) -> data.size();
      case Table.Pool(var data, _) -> data.size();
      case Table.Thin(_, _, var size) -> size;
    };
  }

  @Override
  public String type() {
    return "lvm";
  }

  @Override
  public List<Block> lower() {
    return switch (table) {
      case Table.Linear linear -> linear.segments().stream().map(linear::under).distinct().toList();
      case Table.Over(var data, var beside, _) -> {
        List<Block> all = new ArrayList<>(beside);
        all.add(data);
        yield all;
      }
      case Table.Cached(var data, var cache, var map, _) -> List.of(cache, map, data);
      case Table.Pool(var data, var metadata) -> List.of(metadata, data);
      case Table.Thin(var pool, _, _) -> List.of(pool);
    };
  }

  @Override
  public Surface surface() {
    return switch (table) {
      case Table.Linear linear -> {
        VolumeGroup.Segment first = linear.segments().getFirst();
        yield volume(linear.under(first)).at(first);
      }
      case Table.Over(var data, _, _) -> data.surface();
      case Table.Cached cached ->
          cached.dirty() > 0 ? cached.cache().surface() : cached.data().surface();
      case Table.Pool _ -> Surface.of(new Content.Noise("the data of a pool"));
      case Table.Thin(var pool, var uuid, _) ->
          volumes(pool).volumes().getOrDefault(uuid, Surface.ZERO);
    };
  }

  @Override
  public void put(Surface written) {
    switch (table) {
      case Table.Linear linear -> {
        VolumeGroup.Segment first = linear.segments().getFirst();
        for (VolumeGroup.Segment segment : linear.segments()) {
          Block below = linear.under(segment);
          Surface part =
              segment.equals(first) ? written : Surface.of(new Content.Noise("the rest of it"));
          below.write(volume(below).with(segment, part));
        }
      }
      case Table.Over(var data, _, _) -> data.put(written);
      case Table.Cached cached when cached.writes() == Writes.BACK || cached.dirty() > 0 -> {
        // what is not written back yet stays so when it is written again
        cached.cache().put(written);
        if (cached.writes() == Writes.BACK) {
          long dirty = Math.max(cached.dirty(), WRITTEN_AT_ONCE);
          cached.map().write(new Content.Noise(DIRTY + dirty));
        }
      }
      case Table.Cached(var data, _, _, _) -> data.put(written);
      case Table.Pool _ -> throw new IllegalStateException("nobody writes to a pool: " + mapping);
      case Table.Thin(var pool, var uuid, _) -> {
        Block data = ((Table.Pool) pool.table()).data();
        data.write(volumes(pool).with(uuid, written));
      }
    }
  }

  private static Content.PhysicalVolume volume(Block on) {
    return (Content.PhysicalVolume) on.content();
  }

  private static Content.ThinVolumes volumes(Mapped pool) {
    Block data = ((Table.Pool) pool.table()).data();
    return data.content() instanceof Content.ThinVolumes volumes
        ? volumes
        : new Content.ThinVolumes(Map.of());
  }
}
