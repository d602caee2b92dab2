package io.cairn.engine.lvm;

import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A logical volume as lvs(8) shows it.
 *
 * @param type the type of its first segment: linear, cache, cache-pool, thin-pool, thin, ...
 * @param attributes the ten characters of {@code lv_attr}
 * @param pool the pool that it takes its room from, or is cached by
 * @param metadata room for metadata, of a pool
 * @param chunk of a pool or a cached volume
 * @param profile its metadata profile (lvm.conf(5))
 * @param cache what its dm-cache does; empty where it has none or is not active
 * @param writecache what its dm-writecache does; empty where it has none or is not active
 * @param devices the physical volumes under it; for one that lies on other volumes, their names
 */
record Volume(
    String group,
    String name,
    String uuid,
    Visibility visibility,
    String type,
    Size size,
    String attributes,
    Set<String> tags,
    Optional<String> pool,
    Optional<String> origin,
    Optional<Size> metadata,
    Optional<Size> chunk,
    Fill fill,
    Optional<CacheUse> cache,
    Optional<WritecacheUse> writecache,
    String health,
    Monitoring monitoring,
    Optional<String> profile,
    List<String> devices) {
  Volume {
    tags = Set.copyOf(tags);
    devices = List.copyOf(devices);
  }

  /** Whether it is a part of another volume, as the data of a pool. */
  enum Visibility {
    VISIBLE,
    INTERNAL
  }

  /** Whether dmeventd(8) watches it. */
  enum Monitoring {
    WATCHED,
    NOT_WATCHED,
    /** There is nothing to watch. */
    UNDEFINED
  }

  /**
   * How full it is, in percent; empty where that means nothing or it is not active.
   *
   * @param data of a pool; of a thin volume how much of it is mapped; of a cache how much is used
   */
  record Fill(Optional<Double> data, Optional<Double> metadata) {}

  /**
   * What a cache did since it was activated.
   *
   * @param mode writethrough, writeback
   * @param policy what the kernel goes by: smq, or cleaner, which only writes back
   * @param dirty blocks that are not on the slow device yet
   */
  record CacheUse(
      String mode,
      String policy,
      long blocks,
      long used,
      long dirty,
      long readHits,
      long readMisses,
      long writeHits,
      long writeMisses) {
    /** Reads that the cache answered, 0 to 100; empty where nothing was read. */
    Optional<Long> readHitPercent() {
      return percent(readHits, readMisses);
    }

    /** Writes that went to cached blocks, 0 to 100; empty where nothing was written. */
    Optional<Long> writeHitPercent() {
      return percent(writeHits, writeMisses);
    }

    private static Optional<Long> percent(long hits, long misses) {
      return hits + misses == 0 ? Optional.empty() : Optional.of(hits * 100 / (hits + misses));
    }
  }

  /**
   * What a dm-writecache has in it.
   *
   * @param held what is not on the slow device yet
   * @param isCleaning whether it only writes back
   */
  record WritecacheUse(Size held, boolean isCleaning) {}

  /** Whether its device is there (lvs(8), fifth character of the attributes). */
  boolean isActive() {
    return attributes.length() > 4 && attributes.charAt(4) == 'a';
  }

  /** Whether something has it open (sixth character). */
  boolean isOpen() {
    return attributes.length() > 5 && attributes.charAt(5) == 'o';
  }

  /**
   * How many extents of the group it takes by itself; an internal one is counted, its owner not.
   */
  boolean liesOnPhysicalVolumes() {
    return devices.stream().anyMatch(device -> device.startsWith("/") || device.startsWith("["));
  }

  boolean isNamed(String groupName, String volumeName) {
    return group.equals(groupName) && name.equals(volumeName);
  }
}
