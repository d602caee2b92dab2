package io.cairn.plan;

import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.Finding.Severity;
import io.cairn.engine.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks every engine what is wrong and what is to do. */
public final class Planner {
  private Planner() {}

  /**
   * What came of planning.
   *
   * @param selection what was asked for
   * @param part nothing where an error stands: nothing is planned on ground that is not understood
   * @param findings of the whole cluster, errors first
   */
  public record Result(Selection selection, Part part, List<Finding> findings) {
    public Result {
      findings = List.copyOf(findings);
    }

    /** What is to be done. */
    public Plan plan() {
      return part.plan();
    }

    /** Whether something stands in the way of applying it. */
    public boolean isRefused() {
      return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }
  }

  /** The plan from observed to declared. */
  public static Result plan(Context context) {
    return plan(context, Selection.ALL);
  }

  /** The chosen part of the plan from observed to declared. */
  public static Result plan(Context context, Selection selection) {
    List<Finding> findings = findings(context);
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
      return new Result(selection, Part.NONE, findings);
    }
    List<Step> steps = new ArrayList<>();
    for (Engine engine : context.engines().all()) {
      steps.addAll(engine.plan(context));
    }
    return new Result(selection, selection.of(Plan.of(steps), context.cluster()), findings);
  }

  /** Everything that the engines find wrong, errors first. */
  public static List<Finding> findings(Context context) {
    List<Finding> findings = new ArrayList<>();
    for (Engine engine : context.engines().all()) {
      findings.addAll(engine.check(context.cluster()));
      findings.addAll(engine.check(context));
    }
    findings.sort(
        Comparator.comparing(Finding::severity)
            .thenComparing(Finding::code)
            .thenComparing(Finding::place));
    return findings.stream().distinct().toList();
  }
}
