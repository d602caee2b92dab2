package io.cairn.plan;

import io.cairn.engine.Condition;
import io.cairn.engine.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Steps in an order in which each comes after all it depends on.
 *
 * @param steps in order; ties as the engines gave them
 * @param after ids of the steps that must have ended well before each step; only real dependencies
 */
public record Plan(List<Step> steps, Map<String, Set<String>> after) {
  /** Nothing to do. */
  public static final Plan EMPTY = new Plan(List.of(), Map.of());

  public Plan {
    steps = List.copyOf(steps);
    Map<String, Set<String>> copy = new LinkedHashMap<>();
    after.forEach((id, before) -> copy.put(id, Set.copyOf(before)));
    after = copy;
  }

  /**
   * Orders the steps by what they need and provide. Steps on one node also keep the order in which
   * they are given.
   */
  public static Plan of(List<Step> steps) {
    Map<Condition, List<Step>> providers = new HashMap<>();
    Map<String, Step> byId = new LinkedHashMap<>();
    for (Step step : steps) {
      if (byId.put(step.id(), step) != null) {
        throw new IllegalArgumentException("This is a bug in Cairn: two steps " + step.id());
      }
      step.provides().forEach(c -> providers.computeIfAbsent(c, _ -> new ArrayList<>()).add(step));
    }
    Map<String, Set<String>> after = new LinkedHashMap<>();
    for (Step step : steps) {
      Set<String> before = new TreeSet<>();
      for (Condition need : step.needs()) {
        providers.getOrDefault(need, List.of()).forEach(provider -> before.add(provider.id()));
      }
      before.remove(step.id());
      after.put(step.id(), before);
    }
    return new Plan(order(byId, after), after);
  }

  /** This plan, then the other: none of its steps starts before all of these ended well. */
  public Plan then(Plan next) {
    Map<String, Set<String>> both = new LinkedHashMap<>(after);
    Set<String> mine = new TreeSet<>();
    steps.forEach(step -> mine.add(step.id()));
    for (Step step : next.steps) {
      Set<String> before = new TreeSet<>(next.after(step.id()));
      before.addAll(mine);
      if (both.put(step.id(), before) != null) {
        throw new IllegalArgumentException("This is a bug in Cairn: two steps " + step.id());
      }
    }
    List<Step> all = new ArrayList<>(steps);
    all.addAll(next.steps);
    return new Plan(all, both);
  }

  /** The steps with these ids, in the same order, waiting for each other as before. */
  Plan only(Set<String> ids) {
    Map<String, Set<String>> kept = new LinkedHashMap<>();
    List<Step> chosen = steps.stream().filter(step -> ids.contains(step.id())).toList();
    for (Step step : chosen) {
      Set<String> before = new TreeSet<>(after(step.id()));
      before.retainAll(ids);
      kept.put(step.id(), before);
    }
    return new Plan(chosen, kept);
  }

  /** Always the first of those given that waits for nothing more. */
  private static List<Step> order(Map<String, Step> byId, Map<String, Set<String>> after) {
    List<Step> given = List.copyOf(byId.values());
    Map<String, List<Integer>> waiting = new HashMap<>();
    int[] waitsFor = new int[given.size()];
    Queue<Integer> free = new PriorityQueue<>();
    for (int i = 0; i < waitsFor.length; i++) {
      for (String before : after.getOrDefault(given.get(i).id(), Set.of())) {
        waiting.computeIfAbsent(before, _ -> new ArrayList<>()).add(i);
        waitsFor[i]++;
      }
      if (waitsFor[i] == 0) {
        free.add(i);
      }
    }
    List<Step> ordered = new ArrayList<>();
    while (!free.isEmpty()) {
      Step next = given.get(free.remove());
      ordered.add(next);
      for (int one : waiting.getOrDefault(next.id(), List.of())) {
        if (--waitsFor[one] == 0) {
          free.add(one);
        }
      }
    }
    if (ordered.size() < given.size()) {
      Set<Step> done = new HashSet<>(ordered);
      throw new IllegalArgumentException(
          "This is a bug in Cairn: steps wait for each other: "
              + given.stream().filter(step -> !done.contains(step)).map(Step::id).toList());
    }
    return ordered;
  }

  /** The ids of the steps that must have ended well before this one. */
  public Set<String> after(String stepId) {
    return after.getOrDefault(stepId, Set.of());
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
