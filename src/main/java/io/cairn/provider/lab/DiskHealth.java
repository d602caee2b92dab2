package io.cairn.provider.lab;

/** What is done to a disk of a node. */
public enum DiskHealth {
  /** It answers as it should, with the data that it had. */
  WORKING,
  /** It answers every request with an I/O error, also after a power cycle. */
  FAILING,
  /** Another, blank one of the same size is in its place. */
  REPLACED
}
