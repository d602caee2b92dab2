package io.cairn.engine;

/** How well a layer is on a node, worst last. */
public enum Health {
  /** As declared. */
  OK,
  /** Working, with something under way: a resync, a start. */
  BUSY,
  /** Working, with lost redundancy or not as declared. */
  DEGRADED,
  /** Not there. */
  ABSENT,
  /** The node could not tell. */
  UNKNOWN,
  /** Not working. */
  FAILED
}
