package io.cairn.engine.drbd;

import io.cairn.graph.Size;

/** Whether a backing disk carries DRBD metadata, and of what history. */
sealed interface Metadata {
  /**
   * What internal metadata leaves of a disk: a bit for each 4 KiB in whole pieces of 4 KiB, and 36
   * KiB (User's Guide 8.4, "Estimating meta data size").
   */
  static Size left(Size disk) {
    long sectors = disk.sectors();
    return new Size(Math.max(0, sectors - Math.ceilDiv(sectors, 1L << 18) * 8 - 72) * 512);
  }

  /** None: the disk was never part of a resource. */
  record None() implements Metadata {}

  /** Made, and never used: no data has gone through it. */
  record JustCreated() implements Metadata {}

  /** Part of a history of writes. */
  record Used(GenerationIds ids) implements Metadata {}

  /** What it lies over is not in use on the node, so nobody can read it there now. */
  record OutOfReach() implements Metadata {}

  /**
   * Where the disk ended before it grew, for DRBD was not told of that yet: found again when the
   * resource is brought up.
   */
  record AtFormerEnd() implements Metadata {}

  /** It could not be read. */
  record Unknown(String why) implements Metadata {}
}
