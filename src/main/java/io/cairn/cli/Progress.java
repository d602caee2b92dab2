package io.cairn.cli;

import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.run.Event;
import io.cairn.run.StepResult;
import io.cairn.view.Screen;

/** Shows a run on standard error while it goes on. */
final class Progress {
  private final Screen screen;
  private final boolean verbose;

  Progress(Screen screen, boolean verbose) {
    this.screen = screen;
    this.verbose = verbose;
  }

  synchronized void show(Event event) {
    Step step = event.step();
    switch (event) {
      case Event.Started _ -> {
        if (verbose) {
          step.commands().forEach(c -> System.err.println("    " + step.node() + "$ " + c.shown()));
        }
      }
      case Event.Progressed(_, String text) ->
          System.err.println("  … " + step.node() + " " + step.subject().word() + ": " + text);
      case Event.Ended ended -> {
        String seconds = "%.1f s".formatted(ended.took().toMillis() / 1000.0);
        String mark = ended.result() instanceof StepResult.Done ? "ok" : "FAILED";
        System.err.println(
            "  "
                + mark
                + " "
                + step.node()
                + " "
                + step.subject().word()
                + ": "
                + step.intent()
                + " ("
                + seconds
                + ")");
        if (verbose && ended.result() instanceof StepResult.Done(Reply reply)) {
          reply.out().lines().forEach(line -> System.err.println("      " + line));
        }
      }
    }
  }

  Screen screen() {
    return screen;
  }
}
