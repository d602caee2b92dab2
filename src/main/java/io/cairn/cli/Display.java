package io.cairn.cli;

import io.cairn.engine.Reply;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import io.cairn.run.StepResult;
import io.cairn.view.Progress;
import io.cairn.view.ProgressText;
import io.cairn.view.Screen;
import java.time.Duration;

/** Shows a run on standard error while it goes on: a board on a terminal, lines elsewhere. */
final class Display {
  private final Screen screen;
  private final boolean verbose;
  private final boolean redraws;
  private Progress progress = Progress.of(Plan.EMPTY);
  private long begun = System.nanoTime();
  private String board = "";

  Display(Screen screen, boolean verbose) {
    this.screen = screen;
    this.verbose = verbose;
    this.redraws = Terminal.isInteractive();
  }

  synchronized void begin(Plan plan) {
    progress = Progress.of(plan);
    begun = System.nanoTime();
    board = "";
  }

  synchronized void show(Event event) {
    Duration now = Duration.ofNanos(System.nanoTime() - begun);
    progress = progress.after(event, now);
    StringBuilder text = new StringBuilder();
    if (redraws) {
      text.append(ProgressText.erase(board));
    }
    text.append(lines(event));
    board = progress.running().isEmpty() ? "" : ProgressText.board(progress, now, screen);
    if (redraws) {
      text.append(board);
    }
    System.err.print(text);
    System.err.flush();
  }

  private String lines(Event event) {
    StringBuilder text = new StringBuilder();
    if (event instanceof Event.Ended end && redraws) {
      text.append(ProgressText.ended(end, progress, screen));
    } else if (!redraws) {
      text.append(ProgressText.line(event, progress, screen));
    }
    if (verbose && event instanceof Event.Started(var step)) {
      step.commands()
          .forEach(
              command ->
                  text.append("      ")
                      .append(step.node())
                      .append("# ")
                      .append(command.shown())
                      .append('\n'));
    }
    if (verbose && event instanceof Event.Ended(_, StepResult.Done(Reply reply), _)) {
      reply.out().lines().forEach(line -> text.append("        ").append(line).append('\n'));
    }
    return text.toString();
  }
}
