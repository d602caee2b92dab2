package io.cairn.engine.lvm;

import io.cairn.graph.Size;
import java.util.Optional;

/**
 * What a thin pool needs beside the data of its volumes.
 *
 * @param chunk how much a volume takes at once
 * @param metadata room for what says which chunk is whose
 */
record ThinMetadata(Size chunk, Size metadata) {
  /** dm-thin takes no less, and no more (lvmthin(7), "--poolmetadatasize"). */
  static final Size LEAST = Size.mebibytes(2);

  /** The kernel's limit, 255 * ((1 &lt;&lt; 14) - 64) blocks of 4 KiB: 15.88 GiB. */
  static final Size MOST = new Size(255L * ((1 << 14) - 64) * 4096);

  // lib/metadata/thin_manip.c of LVM 2.03: 64 bytes a chunk; the chunk, at first 64 KiB, doubles
  // as long as that makes more than 128 MiB
  private static final long EACH_CHUNK = 64;
  private static final long CHUNK = 64L << 10;
  private static final long MOST_CHUNK = 1L << 30;
  private static final long WELL = 128L << 20;

  /** For a pool of that size; the other two are what the file says of chunk and metadata. */
  static ThinMetadata of(Size data, Optional<Size> chunk, Optional<Size> metadata) {
    Size each = chunk.orElseGet(() -> new Size(chunk(data)));
    return new ThinMetadata(each, metadata.orElseGet(() -> needed(data, each)));
  }

  private static long chunk(Size data) {
    long chunk = CHUNK;
    while (chunk < MOST_CHUNK && data.bytes() / chunk * EACH_CHUNK > WELL) {
      chunk *= 2;
    }
    return chunk;
  }

  /** What maps every chunk once; snapshots that differ need more. */
  static Size needed(Size data, Size chunk) {
    long bytes = Math.ceilDiv(data.bytes(), chunk.bytes()) * EACH_CHUNK;
    return new Size(Math.clamp(bytes, LEAST.bytes(), MOST.bytes()));
  }
}
