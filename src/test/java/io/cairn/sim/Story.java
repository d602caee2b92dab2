package io.cairn.sim;

import io.cairn.engine.Step;
import io.cairn.operate.Apply;
import io.cairn.operate.Move;
import io.cairn.plan.Planner;
import io.cairn.run.Runner;
import java.util.List;

/** What came of operations, in a line each, for whoever reads a failure. */
final class Story {
  private static final int LINE = 300;

  private Story() {}

  /** One line: what came of it, and the steps or findings in which it ended. */
  static String brief(Object outcome) {
    String what = outcome instanceof String text ? text : outcome.getClass().getSimpleName();
    return switch (outcome) {
      case Apply.Outcome.Refused(var planned) -> what + " " + findings(planned);
      case Apply.Outcome.NothingToDo(var planned) -> what + " " + findings(planned);
      case Apply.Outcome.NotSettled(var left) ->
          what + " " + findings(left) + " " + left.plan().steps().stream().map(Step::id).toList();
      case Apply.Outcome.Applied _ -> what;
      case Apply.Outcome.Failed(var report) -> what + " " + failures(report);
      case Apply.Outcome.Stopped(var report) -> what + " " + failures(report);
      case Move.Outcome.WentBack(var report, _) -> what + " " + failures(report);
      case Move.Outcome.Stranded(var report, var back) ->
          what + " " + failures(report) + ", and back " + failures(back);
      case Runner.Report report -> "complete: " + report.isComplete() + " " + failures(report);
      default -> outcome instanceof String ? what : cut(outcome.toString());
    };
  }

  private static List<String> findings(Planner.Result planned) {
    return planned.findings().stream().map(found -> found.code() + " " + found.seen()).toList();
  }

  private static List<String> failures(Runner.Report report) {
    return report.failures().stream()
        .map(end -> end.step().id() + " " + cut(end.result().toString()))
        .toList();
  }

  private static String cut(String text) {
    return text.length() < LINE ? text : text.substring(0, LINE) + "...";
  }
}
