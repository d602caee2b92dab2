package io.cairn.cli;

import io.cairn.operate.Apply;
import io.cairn.run.Runner;
import io.cairn.view.FailureText;
import io.cairn.view.FindingText;
import io.cairn.view.PlanText;

/** Tells how an operation ended. */
final class Outcomes {
  private Outcomes() {}

  static int show(Apply.Outcome outcome, Session session) {
    switch (outcome) {
      case Apply.Outcome.NothingToDo(var planned) -> {
        System.err.print(FindingText.of(planned.findings(), session.screen()));
        System.out.println(
            "Nothing to do: every node is as " + session.cluster().name() + " says.");
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
      case Apply.Outcome.Applied(var report, _) -> {
        System.out.println(
            "Applied: "
                + report.ended().size()
                + " steps, and a new survey finds nothing left to do.");
        return Exit.OK;
      }
      case Apply.Outcome.Stopped(var report) -> {
        System.err.println(
            "cairn: stopped after "
                + report.ended().size()
                + " steps; "
                + report.notStarted().size()
                + " are left. Run it again to go on.");
        return Exit.ERROR;
      }
      case Apply.Outcome.Failed(var report) -> {
        failures(report);
        return Exit.ERROR;
      }
      case Apply.Outcome.NotSettled(var remaining) -> {
        System.err.print(FindingText.of(remaining.findings(), session.screen()));
        System.out.print(PlanText.of(remaining.plan(), session.cluster(), session.screen()));
        System.err.println(
            "cairn: every step ran, and yet what stands above is left. This is not as it should be: "
                + "look at it, then run 'cairn apply' again.");
        return Exit.ERROR;
      }
    }
  }

  /** What failed, with everything a person needs to go on. */
  static void failures(Runner.Report report) {
    System.err.print("\n" + FailureText.of(report, Terminal.screen()));
  }
}
