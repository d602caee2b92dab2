package io.cairn.view;

import io.cairn.engine.Step;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan as a person works it off: what is done alike on several nodes is one step, as long as no
 * node is served before what it waits for.
 *
 * @param numbers of the step, from 1, by the id of each step of the plan
 */
record RunbookSteps(List<StepFold> folds, Map<String, Integer> numbers) {
  static RunbookSteps of(Plan plan) {
    List<StepFold> folds = new ArrayList<>();
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (Step step : plan.steps()) {
      if (!numbers.containsKey(step.id())) {
        Set<String> done = new HashSet<>(numbers.keySet());
        List<Step> alike =
            plan.steps().stream()
                .filter(other -> !done.contains(other.id()) && alike(step, other))
                .filter(other -> done.containsAll(plan.after(other.id())))
                .toList();
        folds.add(new StepFold(alike));
        alike.forEach(one -> numbers.put(one.id(), folds.size()));
      }
    }
    return new RunbookSteps(List.copyOf(folds), numbers);
  }

  private static boolean alike(Step one, Step other) {
    return one.subject().equals(other.subject())
        && one.intent().equals(other.intent())
        && one.effect() == other.effect()
        && one.mark() == other.mark()
        && one.guards().equals(other.guards())
        && one.action().equals(other.action())
        && one.checks().equals(other.checks());
  }

  /** The numbers of the steps that must have ended before, as in {@code 1, 4}. */
  String before(StepFold fold, Plan plan) {
    return fold.steps().stream()
        .flatMap(step -> plan.after(step.id()).stream())
        .map(numbers::get)
        .distinct()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }
}
