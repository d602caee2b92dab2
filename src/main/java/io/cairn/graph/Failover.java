package io.cairn.graph;

/** Who takes over when a node dies. */
public enum Failover {
  /** A person, with {@code cairn failover}. */
  MANUAL
}
