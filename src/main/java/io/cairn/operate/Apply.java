package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.plan.Plan;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import io.cairn.run.Runner;
import io.cairn.run.StepResult;
import java.util.function.Predicate;

/**
 * Brings the nodes to what the file says, and proves it: after the run a new survey must leave
 * nothing to do.
 */
public final class Apply {
  /** How often it goes on after a connection broke, before it leaves the rest to the operator. */
  private static final int ROUNDS = 4;

  private Apply() {}

  /** What came of it. */
  public sealed interface Outcome {
    /** The nodes were as declared already. */
    record NothingToDo(Planner.Result planned) implements Outcome {}

    /** Something stands in the way; nothing was done. */
    record Refused(Planner.Result planned) implements Outcome {}

    /** The operator did not approve. */
    record Declined() implements Outcome {}

    /**
     * Every step ran and the survey afterwards found nothing left to do.
     *
     * @param after what that survey found; where a part was chosen, the rest is left out of it
     */
    record Applied(Runner.Report report, Planner.Result after) implements Outcome {}

    /** The operator stopped it; running again goes on from there. */
    record Stopped(Runner.Report report) implements Outcome {}

    /** A step did not end well. */
    record Failed(Runner.Report report) implements Outcome {}

    /** Every step ran, and yet the nodes are not as declared. */
    record NotSettled(Planner.Result remaining) implements Outcome {}
  }

  /** Surveys, plans, asks for approval, runs, and proves. */
  public static Outcome run(Site site, Context observed, Predicate<Planner.Result> approve) {
    return run(site, observed, Selection.ALL, approve);
  }

  /** The same for a part: only that is run, and only that must be as declared afterwards. */
  public static Outcome run(
      Site site, Context observed, Selection selection, Predicate<Planner.Result> approve) {
    Planner.Result planned = Planner.plan(observed, selection);
    if (planned.isRefused()) {
      return new Outcome.Refused(planned);
    }
    if (planned.plan().isEmpty()) {
      return new Outcome.NothingToDo(planned);
    }
    return approve.test(planned) ? run(site, planned) : new Outcome.Declined();
  }

  private static Outcome run(Site site, Planner.Result planned) {
    Plan plan = planned.plan();
    for (int round = 1; ; round++) {
      Runner.Report report = site.run(plan);
      if (!report.isComplete() && !goesOn(site, report, round)) {
        return report.failures().isEmpty()
            ? new Outcome.Stopped(report)
            : new Outcome.Failed(report);
      }
      Planner.Result after = Planner.plan(site.survey(), planned.selection());
      if (!after.isRefused() && after.plan().isEmpty()) {
        return new Outcome.Applied(report, after);
      }
      if (report.isComplete()) {
        return new Outcome.NotSettled(after);
      }
      if (after.isRefused()) {
        // the node whose connection broke is still away, or came back otherwise than it went
        return new Outcome.Failed(report);
      }
      plan = after.plan();
    }
  }

  /**
   * A broken connection leaves its step unknown: only then, what is left is planned anew from what
   * is seen.
   */
  private static boolean goesOn(Site site, Runner.Report report, int round) {
    return round < ROUNDS
        && !site.isStopped()
        && !report.failures().isEmpty()
        && report.failures().stream().allMatch(end -> end.result() instanceof StepResult.Unknown);
  }
}
