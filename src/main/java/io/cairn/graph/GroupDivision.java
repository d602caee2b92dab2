package io.cairn.graph;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How the room of a volume group is divided among what is declared in it (rule R04).
 *
 * <p>What has a size of its own is served first; percentages are of the rest, each with its
 * metadata in it. Nothing here depends on the order or on what is made already.
 *
 * @param total all of it
 * @param parts what each volume and thin pool gets
 * @param spare room to repair a pool's metadata into: as large as the largest metadata in the group
 *     (lvmthin(7), pmspare)
 */
public record GroupDivision(Extents total, SequencedMap<LayerName, Part> parts, Extents spare) {
  public GroupDivision {
    parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
  }

  /**
   * What one volume or pool takes.
   *
   * @param data what it is for
   * @param metadata of a thin pool
   * @param cache what lies in front of a volume
   * @param cacheMetadata of that cache
   */
  public record Part(Extents data, Extents metadata, Extents cache, Extents cacheMetadata) {
    /** All of it. */
    public Extents all() {
      return data.plus(metadata).plus(cache).plus(cacheMetadata);
    }

    private Extents largestMetadata() {
      return metadata.compareTo(cacheMetadata) > 0 ? metadata : cacheMetadata;
    }
  }

  /** Divides so much among the volumes and thin pools; other layers take nothing of a group. */
  public static GroupDivision of(Extents total, Collection<Layer> declared) {
    Extents fixed = sum(divided(Extents.NONE, declared));
    Extents spare = Extents.NONE;
    while (true) {
      SequencedMap<LayerName, Part> parts = divided(total.without(fixed).without(spare), declared);
      Extents needed = largestMetadata(parts);
      // what a percentage is depends on the spare, and the spare on the metadata of percentages; it
      // only ever grows, and is bounded by the largest metadata that there can be
      if (needed.compareTo(spare) <= 0) {
        return new GroupDivision(total, parts, spare);
      }
      spare = needed;
    }
  }

  /** Everything that is taken. */
  public Extents used() {
    return sum(parts).plus(spare);
  }

  /** What nobody takes: thin pools may grow into it. */
  public Extents left() {
    return total.without(used());
  }

  /** What is taken and not there. */
  public Extents missing() {
    return used().without(total);
  }

  private static SequencedMap<LayerName, Part> divided(Extents rest, Collection<Layer> declared) {
    SequencedMap<LayerName, Part> parts = new LinkedHashMap<>();
    for (Layer layer : declared) {
      if (layer instanceof Layer.LogicalVolume volume) {
        parts.put(volume.name(), part(volume, rest));
      } else if (layer instanceof Layer.ThinPool pool) {
        parts.put(pool.name(), part(pool, rest));
      }
    }
    return parts;
  }

  private static Part part(Layer.LogicalVolume volume, Extents rest) {
    Extents data = extents(volume.size(), rest);
    return volume
        .cache()
        .map(
            cache ->
                new Part(data, Extents.NONE, Extents.holding(cache.size()), cacheMetadata(cache)))
        .orElseGet(() -> new Part(data, Extents.NONE, Extents.NONE, Extents.NONE));
  }

  private static Extents cacheMetadata(Cache cache) {
    return switch (cache.kind()) {
      case DM_CACHE ->
          Extents.holding(cache.metadata().orElseGet(() -> PoolMetadata.ofCache(cache.size())));
      case DM_WRITECACHE -> Extents.NONE;
    };
  }

  private static Part part(Layer.ThinPool pool, Extents rest) {
    Extents size = extents(pool.size(), rest);
    Extents metadata = Extents.holding(pool.metadata().orElseGet(() -> metadata(pool, size)));
    Extents data =
        switch (pool.size()) {
          case VolumeSize.Absolute _ -> size;
          case VolumeSize.Share _ -> size.without(metadata);
        };
    // a percentage of nothing is nothing, also without metadata
    boolean isNothing = size.equals(Extents.NONE);
    return new Part(data, isNothing ? Extents.NONE : metadata, Extents.NONE, Extents.NONE);
  }

  private static Size metadata(Layer.ThinPool pool, Extents size) {
    Size chunk = pool.chunk().orElseGet(() -> PoolMetadata.chunkOf(size.size()));
    return PoolMetadata.ofThinPool(size.size(), chunk);
  }

  private static Extents extents(VolumeSize size, Extents rest) {
    return switch (size) {
      case VolumeSize.Absolute(var absolute) -> Extents.holding(absolute);
      case VolumeSize.Share(var percent) -> rest.part(percent);
    };
  }

  private static Extents largestMetadata(SequencedMap<LayerName, Part> parts) {
    return parts.values().stream()
        .map(Part::largestMetadata)
        .max(Extents::compareTo)
        .orElse(Extents.NONE);
  }

  private static Extents sum(SequencedMap<LayerName, Part> parts) {
    return parts.values().stream().map(Part::all).reduce(Extents.NONE, Extents::plus);
  }
}
