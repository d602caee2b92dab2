package io.cairn.graph;

/** How much room thin pools and caches need beside their data to say where what is (rule R05). */
public final class PoolMetadata {
  /**
   * Less lvcreate(8) does not make of a thin pool's metadata (lvmthin(7), Size of pool metadata).
   */
  public static final Size LEAST_THIN = Size.mebibytes(2);

  /** More the kernel and the tools cannot use (lvmthin(7): cropped to 15.81 GiB). */
  public static final Size MOST_THIN = Size.parse("15.81G").orElseThrow();

  /** The least and the most that a thin volume can take at once (lvmthin(7), Chunk size). */
  public static final Size LEAST_CHUNK = new Size(64L << 10);

  public static final Size MOST_CHUNK = Size.mebibytes(1024);

  /** Below it a cache's metadata has no room for a transaction (lvmcache(7)). */
  public static final Size LEAST_CACHE = Size.mebibytes(8);

  /** LVM takes larger chunks rather than more metadata than that (lvmthin(7), lib/config). */
  private static final Size AIMED_AT = Size.mebibytes(128);

  /** What one chunk costs, unshared: the rule by which LVM sizes it as well. */
  private static final long BYTES_PER_CHUNK = 64;

  private PoolMetadata() {}

  // lib/metadata/cache_manip.c of LVM 2.03: chunks of 64 KiB, and no more of them than that
  private static final long CACHE_CHUNK = 64L << 10;
  private static final long MOST_CACHE_CHUNKS = 1_000_000;

  // the same file, _cache_min_metadata_size: 4 MiB for transactions, 16 + 20 + 8 bytes a chunk
  private static final long CACHE_TRANSACTIONS = 4L << 20;
  private static final long BYTES_PER_CACHE_CHUNK = 44;

  /**
   * Of a cache that holds so much: a thousandth, at least 8 MiB (lvmcache(7)); and no less than
   * what LVM would otherwise make of it without a word, which between 6 and 12 GiB is more.
   */
  public static Size ofCache(Size data) {
    Size demanded =
        new Size(
            CACHE_TRANSACTIONS + data.bytes() / cacheChunkOf(data).bytes() * BYTES_PER_CACHE_CHUNK);
    Size thousandth = new Size(Math.ceilDiv(data.bytes(), 1000L));
    return larger(larger(LEAST_CACHE, demanded), thousandth);
  }

  /** How much a cache of that size moves at once: 64 KiB, doubled until there are few enough. */
  public static Size cacheChunkOf(Size data) {
    long chunk = CACHE_CHUNK;
    while (Math.ceilDiv(data.bytes(), chunk) > MOST_CACHE_CHUNKS) {
      chunk *= 2;
    }
    return new Size(chunk);
  }

  /** Of a thin pool with so much data in chunks of that size: 64 bytes for each, within limits. */
  public static Size ofThinPool(Size data, Size chunk) {
    Size wanted = new Size(Math.ceilDiv(data.bytes(), chunk.bytes()) * BYTES_PER_CHUNK);
    Size most = wanted.compareTo(MOST_THIN) > 0 ? MOST_THIN : wanted;
    return larger(LEAST_THIN, most);
  }

  /** The chunk where none is given: 64 KiB, doubled until the metadata is at most 128 MiB. */
  public static Size chunkOf(Size data) {
    Size chunk = LEAST_CHUNK;
    while (chunk.compareTo(MOST_CHUNK) < 0 && ofThinPool(data, chunk).compareTo(AIMED_AT) > 0) {
      chunk = new Size(chunk.bytes() * 2);
    }
    return chunk;
  }

  private static Size larger(Size one, Size other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
