package io.cairn.engine;

/**
 * What a command or probe answered.
 *
 * @param exit exit status; 127 where the tool is missing
 */
public record Reply(int exit, String out, String err) {
  /** Whether it exited with status 0. */
  public boolean ok() {
    return exit == 0;
  }
}
