package io.cairn.view;

import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.plan.Plan;
import java.util.function.Predicate;

/**
 * How much a plan does.
 *
 * @param disruptive steps during which something that runs is interrupted
 * @param guarded steps that could lose data on a wrong target, and therefore run only while their
 *     guards hold
 */
record PlanSummary(long create, long change, long destroy, long disruptive, long guarded) {
  static PlanSummary of(Plan plan) {
    return new PlanSummary(
        count(plan, step -> step.mark() == Mark.CREATE),
        count(plan, step -> step.mark() == Mark.CHANGE),
        count(plan, step -> step.mark() == Mark.DESTROY),
        count(plan, step -> step.effect() == Effect.DISRUPTIVE),
        count(plan, step -> step.effect() == Effect.DESTRUCTIVE));
  }

  private static long count(Plan plan, Predicate<Step> test) {
    return plan.steps().stream().filter(test).count();
  }

  /** As in {@code 14 to create, 1 to change, nothing to destroy; 1 disruptive}. */
  String sentence() {
    return counted(create, "create")
        + ", "
        + counted(change, "change")
        + ", "
        + counted(destroy, "destroy")
        + (disruptive == 0 ? "" : "; " + disruptive + " disruptive")
        + (guarded == 0 ? "" : "; " + guarded + " guarded against loss of data");
  }

  private static String counted(long count, String verb) {
    return (count == 0 ? "nothing" : String.valueOf(count)) + " to " + verb;
  }
}
