package io.cairn.run;

import io.cairn.engine.Reply;

/** What came of one step. */
public sealed interface StepResult {
  /** Guards held, commands ran, checks held. */
  record Done(Reply reply) implements StepResult {}

  /** A guard did not hold: nothing was done. */
  record Refused(String guard, Reply reply) implements StepResult {}

  /** A command failed; the commands before it took effect. */
  record Failed(String command, Reply reply) implements StepResult {}

  /** All commands ran, but what they should have brought about is not there. */
  record Unproved(String check, Reply reply) implements StepResult {}

  /** The connection broke: whether it ran is unknown until the next survey. */
  record Unknown(String why) implements StepResult {}
}
