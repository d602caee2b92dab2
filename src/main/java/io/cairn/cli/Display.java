package io.cairn.cli;

import io.cairn.engine.Action;
import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import io.cairn.run.StepResult;
import io.cairn.view.Progress;
import io.cairn.view.ProgressText;
import io.cairn.view.Screen;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows on standard error what goes on: on a terminal a board that is drawn anew every second below
 * the lines that stay, elsewhere lines alone.
 */
final class Display implements AutoCloseable {
  private final Screen screen;
  private final boolean verbose;
  private final boolean redraws;
  private Optional<Ticker> ticker = Optional.empty();
  private Progress progress = Progress.of(Plan.EMPTY);
  private String asked = "";
  private long begun = System.nanoTime();
  private String board = "";

  private Display(Screen screen, boolean verbose, boolean redraws) {
    this.screen = screen;
    this.verbose = verbose;
    this.redraws = redraws;
    if (redraws) {
      ticker = Optional.of(new Ticker(this::tick));
    }
  }

  /** As standard error is. */
  static Display of(boolean verbose) {
    return new Display(Terminal.screen(), verbose, Terminal.isScreen(Terminal.Output.ERROR));
  }

  /** Nothing of what goes on is shown before it is over. */
  static Display silent() {
    return new Display(Terminal.screen(), false, false);
  }

  private synchronized void tick() {
    if (!board.isEmpty() || !asked.isEmpty()) {
      draw("");
    }
  }

  /** The nodes are asked; the board says so while it takes. */
  synchronized void asks(String what) {
    asked = what;
    begun = System.nanoTime();
    draw("");
  }

  synchronized void answered() {
    asked = "";
    draw("");
  }

  synchronized void begin(Plan plan) {
    progress = Progress.of(plan);
    begun = System.nanoTime();
  }

  synchronized void show(Event event) {
    progress = progress.after(event, elapsed());
    draw(lines(event));
  }

  /** A line that stays. */
  synchronized void say(String line) {
    draw(line + "\n");
  }

  /** The steps that run, in a few words. */
  synchronized String running() {
    return ProgressText.running(progress, elapsed());
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void draw(String lines) {
    StringBuilder text = new StringBuilder();
    if (redraws) {
      text.append(ProgressText.erase(board));
      board = board();
    }
    System.err.print(text.append(lines).append(redraws ? board : ""));
    System.err.flush();
  }

  private String board() {
    if (!asked.isEmpty()) {
      return ProgressText.asking(asked, elapsed(), screen);
    }
    return progress.running().isEmpty() ? "" : ProgressText.board(progress, elapsed(), screen);
  }

  private String lines(Event event) {
    StringBuilder text = new StringBuilder();
    if (event instanceof Event.Ended end && redraws) {
      text.append(ProgressText.ended(end, progress, screen));
    } else if (!redraws) {
      text.append(ProgressText.line(event, progress, screen));
    }
    if (verbose && event instanceof Event.Started(var step)) {
      text.append(ProgressText.commands(step));
    }
    if (verbose && event instanceof Event.Ended(Step step, StepResult.Done(Reply reply), _)) {
      // what carries a secret could print it
      text.append(step.action() instanceof Action.Carry ? "" : ProgressText.output(step, reply));
    }
    return text.toString();
  }

  /** Takes the board away; nothing is drawn any more. */
  @Override
  public synchronized void close() {
    ticker.ifPresent(Ticker::close);
    asked = "";
    progress = Progress.of(Plan.EMPTY);
    draw("");
  }
}
