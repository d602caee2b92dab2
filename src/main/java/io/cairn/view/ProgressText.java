package io.cairn.view;

import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.run.Event;
import io.cairn.run.StepResult;
import io.cairn.view.Progress.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

  /** While nodes are asked, as in {@code asking node1, node2, 3 s}; empty for the first second. */
  public static String asking(String nodes, Duration now, Screen screen) {
    // what is over at once need not flash up
    return now.toSeconds() == 0
        ? ""
        : Prose.keepStart(
                "asking " + nodes + ", " + elapsed(now), screen.width() - 1, screen.glyphs())
            + "\n";
  }

  /** As in {@code node1 r0 (Bring it up, 12 s), node2 r1 (Bring it up, 3 s)}; for a sentence. */
  public static String running(Progress progress, Duration now) {
    return progress.running().isEmpty()
        ? "nothing"
        : progress.running().values().stream()
            .map(
                running ->
                    "%s %s (%s, %s)"
                        .formatted(
                            running.step().node(),
                            running.step().subject().word(),
                            Prose.clause(running.step().intent()),
                            elapsed(now.minus(running.since()))))
            .collect(Collectors.joining(", "));
  }

  /** What a step is about to run, a line for each line of it, with its node before it. */
  public static String commands(Step step) {
    return step.commands().stream()
        .flatMap(command -> command.shown().strip().lines())
        .map(line -> "      " + step.node() + "# " + line + "\n")
        .collect(Collectors.joining());
  }

  /** What its commands printed, errors last. */
  public static String output(Step step, Reply reply) {
    return (reply.out() + "\n" + reply.err())
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> "      " + step.node() + "> " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String elapsed(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return seconds < 60 ? seconds + " s" : Prose.span(Duration.ofSeconds(seconds));
  }

  /** What a step says of itself stands before what it does: it must not be cut. */
  private static String busy(Running running, Duration now, Screen screen) {
    Step step = running.step();
    String elapsed = elapsed(now.minus(running.since()));
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
