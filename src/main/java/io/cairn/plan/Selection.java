package io.cairn.plan;

import io.cairn.engine.Condition;
import io.cairn.engine.Step;
import io.cairn.engine.Subject;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which part of a plan is wanted (decision 0006). Where no node is named all nodes are meant, where
 * no layer is named everything of these nodes; where both are, the layers on these nodes.
 *
 * @param nodes in the order in which they were named
 * @param layers in the order in which they were named
 */
public record Selection(Set<NodeName> nodes, Set<LayerName> layers) {
  /** Everything. */
  public static final Selection ALL = new Selection(Set.of(), Set.of());

  public Selection {
    nodes = Collections.unmodifiableSet(new LinkedHashSet<>(nodes));
    layers = Collections.unmodifiableSet(new LinkedHashSet<>(layers));
  }

  /** Whether nothing was named. */
  public boolean isAll() {
    return nodes.isEmpty() && layers.isEmpty();
  }

  /** Whether the node is meant. */
  public boolean covers(NodeName node) {
    return nodes.isEmpty() || nodes.contains(node);
  }

  /** Whether the layer is meant. */
  public boolean covers(LayerName layer) {
    return layers.isEmpty() || layers.contains(layer);
  }

  private boolean names(Step step) {
    boolean named =
        switch (step.subject()) {
          case Subject.OfLayer(var layer) -> covers(layer);
          case Subject.OfNode _ -> layers.isEmpty();
        };
    return named && covers(step.node());
  }

  /**
   * The named steps with all that they need, on whichever node, and with all that must follow.
   *
   * <p>What an interrupted run can leave behind is all that this can leave behind: every step comes
   * with those it depends on.
   */
  public Part of(Plan plan, Cluster cluster) {
    return isAll()
        ? new Part(plan, List.of(), List.of())
        : new Closure(plan, cluster).part(plan.steps().stream().filter(this::names).toList());
  }

  /** Grows the named steps until nothing that belongs to them is missing. */
  private record Closure(Plan plan, Cluster cluster, Map<String, Step> byId) {
    Closure(Plan plan, Cluster cluster) {
      this(plan, cluster, new LinkedHashMap<>());
      plan.steps().forEach(step -> byId.put(step.id(), step));
    }

    Part part(List<Step> named) {
      Set<String> kept = new HashSet<>();
      Deque<Step> open = new ArrayDeque<>(named);
      while (!open.isEmpty()) {
        Step step = open.pop();
        if (kept.add(step.id())) {
          needed(step).forEach(open::push);
          following(step).forEach(open::push);
        }
      }
      return new Part(
          plan.only(kept),
          plan.steps().stream()
              .filter(step -> kept.contains(step.id()) && !named.contains(step))
              .toList(),
          plan.steps().stream().filter(step -> !kept.contains(step.id())).toList());
    }

    private List<Step> needed(Step step) {
      return plan.after(step.id()).stream()
          .flatMap(id -> Stream.ofNullable(byId.get(id)))
          .filter(before -> !isOrderAlone(before, step))
          .toList();
    }

    /** What was taken out of use comes back only by the steps that wait for that. */
    private List<Step> following(Step step) {
      return step.provides().stream().anyMatch(this::isStop)
          ? plan.steps().stream().filter(s -> plan.after(s.id()).contains(step.id())).toList()
          : List.of();
    }

    private boolean isStop(Condition condition) {
      return cluster.layers().keySet().stream()
          .anyMatch(
              layer ->
                  cluster.nodes().keySet().stream()
                      .anyMatch(node -> condition.equals(Condition.stopped(layer, node))));
    }

    /**
     * A layer depends on what is below it. Where it waits for one above or beside it to be in use
     * (as the end of DRBD's first copy does), that is about the order alone.
     */
    private boolean isOrderAlone(Step before, Step step) {
      if (!(step.subject() instanceof Subject.OfLayer(var name))
          || !(before.subject() instanceof Subject.OfLayer(var other))
          || !cluster.layers().containsKey(name)
          || cluster.downFrom(cluster.layer(name)).stream().anyMatch(l -> l.name().equals(other))) {
        return false;
      }
      Set<Condition> shared = new HashSet<>(step.needs());
      shared.retainAll(before.provides());
      return shared.equals(Set.of(Condition.active(other, before.node())));
    }
  }
}
