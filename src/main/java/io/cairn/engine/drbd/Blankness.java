package io.cairn.engine.drbd;

import io.cairn.engine.Guard;

/** What is known of the data area of a backing disk that DRBD has not used yet. */
sealed interface Blankness {
  /** Every byte was read and is zero. */
  record Zero() implements Blankness {}

  /** It is made in the same plan, as something that reads as zero; the guard proves it then. */
  record Fresh(Guard guard) implements Blankness {}

  /** No signature and nothing at its beginning, but not every byte is known to be zero. */
  record Unproven(String why) implements Blankness {}

  /** Something is there: a signature, or data at its beginning. */
  record Carries(String what) implements Blankness {}

  /** Not looked at: it is in use by DRBD, or not there. */
  record NotAsked() implements Blankness {}
}
