package io.cairn.provider.lab;

/** How a disk of a node answers. */
public enum DiskHealth {
  /** As it should. */
  WORKING,
  /** With an I/O error to every request. */
  FAILING
}
