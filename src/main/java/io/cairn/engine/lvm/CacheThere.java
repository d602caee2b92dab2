package io.cairn.engine.lvm;

import io.cairn.graph.Cache;
import io.cairn.graph.Size;
import java.util.Optional;

/**
 * The cache that stands in front of a volume (lvmcache(7)).
 *
 * <pre>
 * cachedlv                         cache        of the volume's name
 *   cachedlv+cache_cpool           cache-pool   what it is cached in
 *     cachedlv+cache_cpool_cdata   linear       on the fast device
 *     cachedlv+cache_cpool_cmeta   linear
 *   cachedlv_corig                 linear       on the slow device
 *
 * cachedlv                         writecache
 *   cachedlv+cache_cvol            linear       on the fast device
 *   cachedlv_wcorig                linear       on the slow device
 * </pre>
 *
 * @param pool what the volume is cached in
 */
record CacheThere(Volume volume, String pool, CacheShape shape) {

  /** Empty where the volume has none. */
  static Optional<CacheThere> of(Volume volume, LvmFacts facts) {
    return switch (volume.type()) {
      case "cache" -> of(volume, Cache.Kind.DM_CACHE, facts);
      case "writecache" -> of(volume, Cache.Kind.DM_WRITECACHE, facts);
      default -> Optional.empty();
    };
  }

  private static Optional<CacheThere> of(Volume volume, Cache.Kind kind, LvmFacts facts) {
    return volume
        .pool()
        .map(
            pool -> new CacheThere(volume, pool, CacheShape.of(kind, volume.group(), pool, facts)));
  }

  /** Whether Cairn made it, and not a person in front of a volume of Cairn's. */
  boolean isOurs() {
    String made = LvmCommands.cacheName(volume.name());
    // LVM adds the ending when it attaches it
    return pool.equals(
        switch (shape.kind()) {
          case DM_CACHE -> made + "_cpool";
          case DM_WRITECACHE -> made + "_cvol";
        });
  }

  /** How much of it is not on the slow device yet; empty where LVM does not say. */
  Optional<Size> dirty() {
    return switch (shape.kind()) {
      case DM_CACHE ->
          volume
              .cache()
              .flatMap(use -> volume.chunk().map(chunk -> new Size(use.dirty() * chunk.bytes())));
      case DM_WRITECACHE -> volume.writecache().map(Volume.WritecacheUse::held);
    };
  }

  /** Whether LVM says that writes count as done otherwise; of an inactive one it says nothing. */
  boolean isOtherThan(Cache.Mode mode) {
    return switch (shape.kind()) {
      case DM_CACHE ->
          volume.cache().filter(use -> !use.mode().equalsIgnoreCase(mode.name())).isPresent();
      case DM_WRITECACHE -> mode != Cache.Mode.WRITEBACK;
    };
  }

  /** Whether it only writes back and takes nothing new: somebody was about to detach it. */
  boolean isCleaning() {
    return switch (shape.kind()) {
      case DM_CACHE -> volume.cache().filter(use -> use.policy().equals("cleaner")).isPresent();
      case DM_WRITECACHE ->
          volume.writecache().filter(Volume.WritecacheUse::isCleaning).isPresent();
    };
  }

  /** As in {@code cache writeback}. */
  String inWords() {
    return switch (shape.kind()) {
      case DM_CACHE ->
          "cache " + volume.cache().map(Volume.CacheUse::mode).orElse("of unknown mode");
      case DM_WRITECACHE -> "writecache";
    };
  }
}
