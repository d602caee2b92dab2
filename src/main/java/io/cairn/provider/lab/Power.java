package io.cairn.provider.lab;

/** The power of a node. */
public enum Power {
  /** It runs. */
  ON,
  /** It is cut off, as by pulling the plug. */
  OFF
}
