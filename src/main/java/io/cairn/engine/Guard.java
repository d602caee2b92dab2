package io.cairn.engine;

/**
 * What must hold on the node in the moment before a step acts, or after it acted.
 *
 * @param what a sentence that is true when it holds, as in {@code the disk carries no signature}
 * @param test exits 0 when it holds; what it prints is shown when it does not
 */
public record Guard(String what, Command test) {
  /** A guard tested by a piece of shell. */
  public static Guard that(String what, String script) {
    return new Guard(what, Command.script(script));
  }
}
