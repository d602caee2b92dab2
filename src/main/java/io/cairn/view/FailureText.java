package io.cairn.view;

import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.run.Event;
import io.cairn.run.Runner;
import io.cairn.run.StepResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a run did not end well: what was attempted, on which node, the command, its output, the
 * likely cause, what to do, and what state the nodes are in now.
 */
public final class FailureText {
  /** The end of an output says what went wrong; the journal holds all of it. */
  private static final int LAST_LINES = 20;

  private FailureText() {}

  /** Every step that did not end well, and what that means for the rest; empty for none. */
  public static String of(Runner.Report report, Screen screen) {
    if (report.failures().isEmpty()) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    for (Event.Ended end : report.failures()) {
      lines.addAll(failure(end, screen));
      lines.add("");
    }
    int done = report.ended().size() - report.failures().size();
    String rest =
        Prose.count(done, "step")
            + " done before, "
            + report.notStarted().size()
            + " not started. Once the cause is mended, the same command goes on from what is there:"
            + " what is done is not done again.";
    lines.addAll(Prose.wrap(rest, screen.width()));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> failure(Event.Ended end, Screen screen) {
    Step step = end.step();
    List<String> lines = new ArrayList<>();
    String title = step.node() + ": " + Prose.clause(step.intent());
    lines.add(screen.paint(Ink.BAD, "failed") + " " + screen.paint(Ink.STRONG, title));
    lines.add("  step     " + step.id() + ", after " + Prose.span(end.took()));
    switch (end.result()) {
      case StepResult.Done _ -> {}
      case StepResult.Refused(var guard, var reply) -> {
        field(lines, "refused", "this does not hold: " + guard);
        reply(lines, reply, screen);
        field(lines, "state", "nothing was done by this step");
        field(lines, "do", "look at what is there; 'cairn plan' tells what fits it now");
      }
      case StepResult.Failed(var command, var reply) -> {
        field(lines, "command", command);
        reply(lines, reply, screen);
        field(lines, "state", "what the step did before this command took effect");
        field(lines, "do", "mend the cause, then run the same command again");
      }
      case StepResult.Unproved(var check, var reply) -> {
        field(lines, "verified", "after all its commands this does not hold: " + check);
        reply(lines, reply, screen);
        field(lines, "state", "its commands ran, without the effect they should have");
        field(lines, "do", "see 'cairn status', then run the same command again");
      }
      case StepResult.Unknown(var why) -> {
        field(lines, "lost", why);
        field(lines, "state", "unknown: the node may have done all of it, a part, or nothing");
        field(lines, "do", "'cairn status' asks the node; then run the same command again");
      }
    }
    return lines;
  }

  private static void reply(List<String> lines, Reply reply, Screen screen) {
    field(lines, "exit", exit(reply.exit()));
    List<String> output =
        (reply.out() + "\n" + reply.err()).lines().filter(line -> !line.isBlank()).toList();
    int from = Math.max(0, output.size() - LAST_LINES);
    String border = screen.glyphs().of("│ ", "| ");
    String text = String.join("\n", Prose.indent(String.join("\n", output), border));
    if (!output.isEmpty()) {
      field(lines, "output", String.join("\n", text.lines().skip(from).toList()));
    }
    LikelyCause.of(reply)
        .ifPresent(
            cause -> {
              field(lines, "likely", cause.text());
              field(lines, "try", cause.remedy());
            });
  }

  /** From 128 on a shell reports the signal that ended a command (POSIX sh, 2.8.2). */
  private static String exit(int status) {
    return status > 128 && status < 165
        ? "signal " + (status - 128)
        : "status " + status + (status == 127 ? ": a command is not installed" : "");
  }

  private static void field(List<String> lines, String label, String text) {
    String shown = label;
    for (String line : text.stripTrailing().lines().toList()) {
      lines.add(("  " + Prose.pad(shown, 9) + line).stripTrailing());
      shown = "";
    }
  }
}
