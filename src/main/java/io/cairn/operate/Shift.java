package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.LayerState;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One resource that changes its node, with everything that lies over it and over no other resource
 * in between.
 */
public record Shift(Layer.Drbd resource, NodeName from, NodeName to) {

  Shift back() {
    return new Shift(resource, to, from);
  }

  /**
   * What has to shift so that the resource is in use on that node, the lowest first: with it each
   * resource that it lies over there, and each that lies over one of these and is in use where that
   * leaves. Nothing where all is there.
   */
  static List<Shift> to(Context context, Layer.Drbd base, NodeName to) {
    Cluster cluster = context.cluster();
    Set<Shift> shifts = new LinkedHashSet<>();
    for (Layer layer : cluster.downFrom(base)) {
      if (layer instanceof Layer.Drbd drbd && cluster.nodesOf(drbd).contains(to)) {
        from(context, drbd)
            .filter(from -> !from.equals(to))
            .ifPresent(from -> shifts.add(new Shift(drbd, from, to)));
      }
    }
    for (Shift lower : List.copyOf(shifts)) {
      for (Layer layer : cluster.upFrom(lower.resource())) {
        if (layer instanceof Layer.Drbd drbd
            && from(context, drbd).equals(Optional.of(lower.from()))) {
          shifts.add(new Shift(drbd, lower.from(), to));
        }
      }
    }
    return cluster.bottomUp().stream()
        .flatMap(layer -> shifts.stream().filter(shift -> shift.resource().equals(layer)))
        .toList();
  }

  private static Optional<NodeName> from(Context context, Layer.Drbd resource) {
    return primaries(context, resource).stream().findFirst();
  }

  /** The nodes on which the resource is primary, as far as they answered. */
  static List<NodeName> primaries(Context context, Layer.Drbd resource) {
    return context.engines().of(resource).states(context).stream()
        .filter(state -> state.layer().equals(resource.name()) && state.role().equals("primary"))
        .map(LayerState::node)
        .toList();
  }

  /** The resource and what lies over it without another resource in between, bottom up. */
  static List<Layer> stack(Cluster cluster, Layer.Drbd resource) {
    return cluster.upFrom(resource).stream()
        .filter(layer -> cluster.replicatedBase(layer).filter(resource::equals).isPresent())
        .toList();
  }

  /** Stops everything top down where it is, then starts it bottom up where it goes. */
  static Plan walk(Context context, List<Shift> shifts) {
    Plan plan = Plan.EMPTY;
    for (Shift shift : shifts.reversed()) {
      plan = plan.then(stops(context, shift.resource(), shift.from()));
    }
    for (Shift shift : shifts) {
      plan = plan.then(starts(context, shift.resource(), shift.to()));
    }
    return plan;
  }

  private static Plan stops(Context context, Layer.Drbd resource, NodeName node) {
    List<Step> steps = new ArrayList<>();
    for (Layer layer : stack(context.cluster(), resource).reversed()) {
      steps.addAll(context.engines().of(layer).stop(layer, node, context));
    }
    return Plan.of(steps);
  }

  private static Plan starts(Context context, Layer.Drbd resource, NodeName node) {
    List<Step> steps = new ArrayList<>();
    for (Layer layer : stack(context.cluster(), resource)) {
      steps.addAll(context.engines().of(layer).start(layer, node, context));
    }
    return Plan.of(steps);
  }
}
