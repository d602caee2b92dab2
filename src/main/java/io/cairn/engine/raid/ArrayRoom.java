package io.cairn.engine.raid;

import io.cairn.graph.RaidLevel;
import io.cairn.graph.Size;
import java.util.List;

/**
 * How much of its members an array offers: bounds, for what mdadm keeps for itself depends on its
 * version and on all members together.
 */
final class ArrayRoom {
  private static final long MIB = 1L << 20;

  /**
   * Superblock, bad block log and bitmap: 12 KiB and at most 128 KiB (super1.c, choose_bm_space, in
   * 4.2 to 4.5).
   */
  private static final long FIXED = (12 + 128) << 10;

  /**
   * Room to reshape into: at most 128 MiB, aimed at a thousandth (super1.c, validate_geometry1).
   */
  private static final long MOST_HEADROOM = 128 * MIB;

  /** The halving of that ends at two chunks, which are 512 KiB each unless said otherwise. */
  private static final long LEAST_HEADROOM = 2 * MIB;

  /** The end of a member that is no whole chunk. */
  private static final long LAST_CHUNK = 512 << 10;

  private ArrayRoom() {}

  /**
   * What md keeps of a member, at most: where the data begins, in whole MiB, and the last chunk.
   */
  static Size keptAtMost(Size member) {
    long headroom =
        Math.min(MOST_HEADROOM, Math.max(LEAST_HEADROOM, Math.ceilDiv(member.bytes(), 1024)));
    return new Size(Math.ceilDiv(FIXED + headroom, MIB) * MIB + LAST_CHUNK);
  }

  /** What an array of these members offers, at least. */
  static Size atLeast(RaidLevel level, List<Size> members) {
    return level.capacity(
        members.stream()
            .map(m -> new Size(Math.max(0, m.bytes() - keptAtMost(m).bytes())))
            .toList());
  }
}
