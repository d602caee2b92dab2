package io.cairn.cli;

import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.operate.Apply;
import io.cairn.run.Event;
import io.cairn.run.Runner;
import io.cairn.run.StepResult;
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
      case Apply.Outcome.Applied(var report) -> {
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
    for (Event.Ended end : report.failures()) {
      Step step = end.step();
      System.err.println("\ncairn: " + step.node() + ": " + step.intent() + " did not succeed.");
      switch (end.result()) {
        case StepResult.Done _ -> {}
        case StepResult.Refused(var guard, var reply) ->
            detail("refused before anything was done, because this does not hold", guard, reply);
        case StepResult.Failed(var command, var reply) -> detail("the command", command, reply);
        case StepResult.Unproved(var check, var reply) ->
            detail("its commands ran, but this does not hold afterwards", check, reply);
        case StepResult.Unknown(var why) ->
            System.err.println(
                "  the connection broke, so it is unknown how far it came: "
                    + why
                    + "\n  'cairn plan' asks the node again and shows what is left.");
      }
    }
    System.err.println(
        "\n"
            + (report.ended().size() - report.failures().size())
            + " steps were done, "
            + report.notStarted().size()
            + " were not started. Nothing else was changed; when the cause is mended, the same command goes on from here.");
  }

  private static void detail(String kind, String what, Reply reply) {
    System.err.println("  " + kind + ":");
    what.lines().forEach(line -> System.err.println("    " + line));
    System.err.println("  exit status " + reply.exit());
    reply.out().lines().toList().reversed().stream()
        .limit(10)
        .toList()
        .reversed()
        .forEach(line -> System.err.println("  | " + line));
    reply.err().lines().toList().reversed().stream()
        .limit(20)
        .toList()
        .reversed()
        .forEach(line -> System.err.println("  ! " + line));
  }
}
