package io.cairn.cli;

/** placeholder */
public final class Cairn {
  private Cairn() {}
}
