package io.cairn.run;

import io.cairn.engine.Step;

/** Keeps every command with its result; secrets never come here. */
@FunctionalInterface
public interface Journal {
  /**
   * Called before a step's script is sent and after it ended; must not lose an entry once it
   * returned.
   */
  void write(Event event, String script);

  /** Forgets everything: for runs whose commands are recorded elsewhere. */
  Journal NONE = (_, _) -> {};

  /**
   * The script as it may be kept: that of a step which carries a secret has its text, but never its
   * input.
   */
  static String kept(Step step) {
    return StepScript.of(step);
  }
}
