package io.cairn.view;

import io.cairn.engine.Step;
import io.cairn.run.Event;
import io.cairn.run.StepResult;
import io.cairn.view.Progress.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A run while it goes on. Where the output is no terminal, every event is one line ({@link #line}).
 * On a terminal only what has ended stays as a line ({@link #ended}), and below it stands a board
 * ({@link #board}) of what each node works on, that is drawn anew: {@link #erase} takes the old one
 * away.
 */
public final class ProgressText {
  private static final int BAR = 20;

  private ProgressText() {}

  /** One event, for a log or a pipe. */
  public static String line(Event event, Progress after, Screen screen) {
    Glyphs glyphs = screen.glyphs();
    return switch (event) {
      case Event.Started(var step) -> "  " + glyphs.of("…", "..") + " " + about(step) + "\n";
      case Event.Progressed(var step, var text) ->
          "    " + step.node() + " " + step.subject().word() + ": " + text.strip() + "\n";
      case Event.Ended end -> ended(end, after, screen);
    };
  }

  /** A step that is over, as in {@code ✔ node1 r0: Create the metadata 1.2 s [12/34]}. */
  public static String ended(Event.Ended end, Progress after, Screen screen) {
    Glyphs glyphs = screen.glyphs();
    String mark =
        switch (end.result()) {
          case StepResult.Done _ -> screen.paint(Ink.GOOD, glyphs.of("✔", "ok"));
          case StepResult.Refused _ -> screen.paint(Ink.BAD, glyphs.of("✖", "XX") + " refused:");
          case StepResult.Failed _ -> screen.paint(Ink.BAD, glyphs.of("✖", "XX") + " failed:");
          case StepResult.Unproved _ ->
              screen.paint(Ink.BAD, glyphs.of("✖", "XX") + " without effect:");
          case StepResult.Unknown _ ->
              screen.paint(Ink.BAD, glyphs.of("?", "??") + " connection lost:");
        };
    String figures =
        "  " + Prose.span(end.took()) + "  [" + after.ended() + "/" + after.total() + "]";
    return "  " + mark + " " + about(end.step()) + screen.paint(Ink.FAINT, figures) + "\n";
  }

  private static String about(Step step) {
    return step.node() + " " + step.subject().word() + ": " + Prose.clause(step.intent());
  }

  /**
   * What goes on just now, each line within the width of the screen: a bar with what is done and
   * left, then each busy node with its step, how long it has been at it, and what it says.
   *
   * @param now counted from the start of the run
   */
  public static String board(Progress progress, Duration now, Screen screen) {
    List<String> lines = new ArrayList<>();
    int percent = progress.total() == 0 ? 100 : progress.ended() * 100 / progress.total();
    lines.add(
        screen.glyphs().bar(percent, BAR)
            + " %d of %d steps, %s, %d left"
                .formatted(progress.ended(), progress.total(), Prose.span(now), progress.left()));
    progress.running().values().forEach(running -> lines.add(busy(running, now, screen)));
    StringBuilder board = new StringBuilder();
    lines.forEach(
        line ->
            board.append(Prose.keepStart(line, screen.width() - 1, screen.glyphs())).append('\n'));
    return board.toString();
  }

  /** What a step says of itself stands before what it does: it must not be cut. */
  private static String busy(Running running, Duration now, Screen screen) {
    Step step = running.step();
    long seconds = Math.max(0, now.minus(running.since()).toSeconds());
    String elapsed = seconds < 60 ? seconds + " s" : Prose.span(Duration.ofSeconds(seconds));
    String said = running.said().map(text -> text + " " + screen.glyphs().dash() + " ").orElse("");
    return "  %s %s  %s  %s%s"
        .formatted(step.node(), step.subject().word(), elapsed, said, Prose.clause(step.intent()));
  }

  /** The control sequence (ECMA-48 CPL and ED) that takes a board from the terminal again. */
  public static String erase(String board) {
    long lines = board.lines().count();
    return lines == 0 ? "" : "\u001b[" + lines + "F\u001b[J";
  }
}
