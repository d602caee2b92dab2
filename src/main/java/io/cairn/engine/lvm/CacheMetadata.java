package io.cairn.engine.lvm;

import io.cairn.graph.Size;
import java.util.Optional;

/**
 * What a dm-cache needs beside the data that it holds.
 *
 * @param chunk how much it moves at once
 * @param metadata room for what says which chunk is where
 */
record CacheMetadata(Size chunk, Size metadata) {
  // lvmcache(7), "Cache pool": a thousandth of the data, and at least 8 MiB
  private static final long LEAST = 8L << 20;
  private static final long PARTS = 1000;

  // lib/metadata/cache_manip.c of LVM 2.03: the default chunk, and no more chunks than that
  private static final long CHUNK = 64L << 10;
  private static final long MOST_CHUNKS = 1_000_000;

  // the same file, _cache_min_metadata_size: 4 MiB for transactions, 16 + 20 + 8 bytes a chunk; a
  // little more than a thousandth of the data between 6 and 12 GiB
  private static final long TRANSACTIONS = 4L << 20;
  private static final long EACH_CHUNK = 44;

  /** For a cache of that size; {@code declared} is what the file says of the metadata. */
  static CacheMetadata of(Size data, Optional<Size> declared) {
    long chunk = CHUNK;
    while (Math.ceilDiv(data.bytes(), chunk) > MOST_CHUNKS) {
      chunk *= 2;
    }
    return new CacheMetadata(
        new Size(chunk),
        declared.orElse(
            new Size(
                Math.max(
                    least(data, chunk), Math.max(LEAST, Math.ceilDiv(data.bytes(), PARTS))))));
  }

  /** What LVM demands for that data with this chunk. */
  Size least(Size data) {
    return new Size(least(data, chunk.bytes()));
  }

  private static long least(Size data, long chunk) {
    return TRANSACTIONS + data.bytes() / chunk * EACH_CHUNK;
  }
}
