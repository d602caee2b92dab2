package io.cairn.sim;

/**
 * DRBD's internal metadata on a backing disk.
 *
 * @param end how large the disk was when they were put at its end: there they are looked for
 * @param capacity of the resource, as both nodes agreed last; 0 where they never did
 */
record Metadata(Generations ids, long end, long capacity) {
  /**
   * What they leave of a disk: a bit for each 4 KiB in pages of 4 KiB, an activity log of 32 KiB, a
   * superblock of 4 KiB (drbd_int.h of 8.4).
   */
  static long room(long disk) {
    long sectors = disk / 512;
    return Math.max(0, (sectors - Math.ceilDiv(sectors, 1L << 18) * 8 - 64 - 8) * 512);
  }

  Metadata with(Generations others) {
    return new Metadata(others, end, capacity);
  }

  Metadata at(long newEnd) {
    return new Metadata(ids, newEnd, capacity);
  }

  Metadata withCapacity(long bytes) {
    return new Metadata(ids, end, bytes);
  }
}
