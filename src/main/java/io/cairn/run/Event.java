package io.cairn.run;

import io.cairn.engine.Step;
import java.time.Duration;

/** What happens while a plan runs. */
public sealed interface Event {
  /** The step. */
  Step step();

  /** Its script was sent. */
  record Started(Step step) implements Event {}

  /** Its script reports how far it is, as in {@code 43 %, 18 MiB/s, 2 min left}. */
  record Progressed(Step step, String text) implements Event {}

  /** It is over. */
  record Ended(Step step, StepResult result, Duration took) implements Event {}
}
