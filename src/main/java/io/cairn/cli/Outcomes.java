package io.cairn.cli;

import io.cairn.operate.Apply;
import io.cairn.plan.Planner;
import io.cairn.run.Runner;
import io.cairn.view.FailureText;
import io.cairn.view.FindingText;
import io.cairn.view.PartText;
import io.cairn.view.PlanText;

/** Tells how an operation ended. */
final class Outcomes {
  private Outcomes() {}

  private static String nothingToDo(Planner.Result planned, Session session) {
    if (!planned.selection().isAll()) {
      return "Nothing to do in the chosen part. " + PartText.leftOut(planned);
    }
    return planned.findings().isEmpty()
        ? "Nothing to do: every node is as " + session.cluster().name() + " says."
        : "Nothing to do, but see what stands above.";
  }

  static int show(Apply.Outcome outcome, Session session) {
    switch (outcome) {
      case Apply.Outcome.NothingToDo(var planned) -> {
        System.err.print(FindingText.of(planned.findings(), session.screen()));
        System.out.println(nothingToDo(planned, session));
        return Exit.OK;
      }
      case Apply.Outcome.Refused(var planned) -> {
        System.err.print(FindingText.of(planned.findings(), session.screen()));
        System.err.println("cairn: refused; nothing was changed.");
        return Exit.ERROR;
      }
      case Apply.Outcome.Declined() -> {
        System.err.println("cairn: not approved; nothing was changed.");
        return Exit.ERROR;
      }
      case Apply.Outcome.Applied(var report, var after) -> {
        System.out.println(
            "Applied: "
                + report.ended().size()
                + " steps, and a new survey finds nothing left to do"
                + (after.selection().isAll()
                    ? "."
                    : " in the chosen part. " + PartText.leftOut(after)));
        return Exit.OK;
      }
      case Apply.Outcome.Stopped(var report) -> {
        incomplete(report);
        return Exit.ERROR;
      }
      case Apply.Outcome.Failed(var report) -> {
        incomplete(report);
        return Exit.ERROR;
      }
      case Apply.Outcome.NotSettled(var remaining) -> {
        System.err.print(FindingText.of(remaining.findings(), session.screen()));
        if (!remaining.isRefused()) {
          System.out.print(PlanText.of(remaining, session.cluster(), session.screen()));
        }
        System.err.println(
            "cairn: every step ran, and yet what stands above is left. This is not as it should be: "
                + "look at it, then run 'cairn apply' again.");
        return Exit.ERROR;
      }
    }
  }

  /** Why not all of a plan was done, with everything a person needs to go on. */
  static void incomplete(Runner.Report report) {
    if (report.failures().isEmpty()) {
      System.err.printf(
          "cairn: stopped after %d of %d steps; run the same command again to go" + " on.%n",
          report.ended().size(), report.ended().size() + report.notStarted().size());
    } else {
      System.err.print("\n" + FailureText.of(report, Terminal.screen()));
    }
  }
}
