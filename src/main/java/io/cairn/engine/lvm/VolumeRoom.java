package io.cairn.engine.lvm;

import io.cairn.graph.Size;
import java.util.Optional;

/** The room of one declared volume, in whole extents. */
sealed interface VolumeRoom {
  /** Room for data: what the volume, or its pool, can hold. */
  Extents data();

  /** A volume, with its cache where one is declared. */
  record Plain(Extents data, Optional<CacheRoom> cache) implements VolumeRoom {}

  /**
   * A thin pool.
   *
   * @param chunk how much its volumes take at once
   */
  record Pool(Extents data, Extents metadata, Size chunk) implements VolumeRoom {}

  /**
   * A cache: a pool of its own for dm-cache; without metadata for dm-writecache, which keeps them
   * among the data.
   */
  record CacheRoom(Extents data, Optional<Extents> metadata, Size chunk) {}
}
