package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes layers away, data included, from the top down; only what was named. */
public final class Destroy {
  private Destroy() {}

  /** What can be said before anything is touched. */
  public sealed interface Prospect {
    /** It can be done with this plan. */
    record Possible(List<Layer> layers, Plan plan) implements Prospect {}

    /** These hold data, or lie over what goes, and were not named. */
    record NotNamed(List<LayerName> missing) implements Prospect {}

    /** A node does not answer, so what it holds is unknown. */
    record NodesSilent(Map<NodeName, String> why) implements Prospect {}
  }

  /**
   * Plans the destruction of the named layers and everything over them.
   *
   * @param wanted the layers to take away; with each, everything over it goes
   * @param named the layers whose data the operator named as to be destroyed; naming a layer covers
   *     what lies over it
   */
  public static Prospect plan(Context context, Set<LayerName> wanted, Set<LayerName> named) {
    if (!context.observed().unreachable().isEmpty()) {
      return new Prospect.NodesSilent(context.observed().unreachable());
    }
    Cluster cluster = context.cluster();
    Set<Layer> going = closure(cluster, wanted);
    Set<Layer> covered = closure(cluster, named);
    List<LayerName> missing =
        going.stream().filter(layer -> !covered.contains(layer)).map(Layer::name).toList();
    if (!missing.isEmpty()) {
      return new Prospect.NotNamed(missing);
    }
    List<Layer> topDown = cluster.topDown().stream().filter(going::contains).toList();
    Plan plan = Plan.EMPTY;
    for (Layer layer : topDown) {
      plan = plan.then(Plan.of(context.engines().of(layer).destroy(layer, context)));
    }
    return new Prospect.Possible(topDown, plan);
  }

  private static Set<Layer> closure(Cluster cluster, Set<LayerName> names) {
    Set<Layer> layers = new LinkedHashSet<>();
    names.forEach(name -> layers.addAll(cluster.upFrom(cluster.layer(name))));
    return layers;
  }
}
