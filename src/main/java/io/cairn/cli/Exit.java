package io.cairn.cli;

/** The exit codes, the same for every command. */
final class Exit {
  static final int OK = 0;
  static final int ERROR = 1;

  /** {@code plan} has steps, {@code check} has findings. */
  static final int CHANGES = 2;

  private Exit() {}
}
