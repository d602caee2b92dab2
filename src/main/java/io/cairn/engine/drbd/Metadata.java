package io.cairn.engine.drbd;

/** Whether a backing disk carries DRBD metadata, and of what history. */
sealed interface Metadata {
  /** None: the disk was never part of a resource. */
  record None() implements Metadata {}

  /** Made, and never used: no data has gone through it. */
  record JustCreated() implements Metadata {}

  /** Part of a history of writes. */
  record Used(GenerationIds ids) implements Metadata {}

  /** It could not be read. */
  record Unknown(String why) implements Metadata {}
}
