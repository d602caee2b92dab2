package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Step;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One resource that a surviving node takes into use, with everything that lies over it and over no
 * other resource in between.
 *
 * @param rivals the nodes that could have it in use, and must be dead
 * @param peer what becomes of the other end
 */
record Takeover(Layer.Drbd resource, NodeName to, List<NodeName> rivals, Peer peer) {
  private static final DrbdEngine DRBD = new DrbdEngine();

  /** The other end of the resource. */
  enum Peer {
    /** It is dead, with all that could have the resource in use. */
    DEAD,
    /**
     * It answers and does not have it in use: the resource is connected, and DRBD itself sees to it
     * that only one has it.
     */
    CONSENTS
  }

  Takeover {
    rivals = List.copyOf(rivals);
  }

  /** What has to be taken over so that the resource is in use on that node, the lowest first. */
  static List<Takeover> all(Context context, Layer.Drbd base, NodeName to) {
    List<Takeover> all = new ArrayList<>();
    for (Layer layer : context.cluster().downFrom(base)) {
      if (layer instanceof Layer.Drbd drbd
          && context.cluster().nodesOf(drbd).contains(to)
          && !Shift.primaries(context, drbd).contains(to)) {
        all.add(of(context, drbd, to));
      }
    }
    return List.copyOf(all);
  }

  private static Takeover of(Context context, Layer.Drbd resource, NodeName to) {
    List<NodeName> rivals = new ArrayList<>(context.cluster().nodesOf(resource));
    rivals.remove(to);
    List<NodeName> pair = pair(resource, context.cluster());
    if (!pair.contains(to)) {
      return new Takeover(resource, to, rivals, Peer.DEAD);
    }
    // the other node of the pair cannot have it without the lower resource
    rivals.removeAll(pair);
    boolean consents =
        rivals.stream()
            .allMatch(
                far ->
                    context.facts(far).isPresent()
                        && !Shift.primaries(context, resource).contains(far));
    return consents
        ? new Takeover(resource, to, List.of(), Peer.CONSENTS)
        : new Takeover(resource, to, rivals, Peer.DEAD);
  }

  private static List<NodeName> pair(Layer.Drbd resource, Cluster cluster) {
    return resource
        .pair()
        .map(pair -> cluster.nodesOf(cluster.layer(pair.lower())))
        .orElse(List.of());
  }

  /** Rivals that live. */
  Stream<NodeName> alive(Context context) {
    return rivals.stream().filter(node -> context.facts(node).isPresent());
  }

  /** What to do while that rival lives. */
  String instead(Layer layer, NodeName alive, Context context) {
    List<NodeName> pair = pair(resource, context.cluster());
    boolean isOtherDead =
        pair.contains(alive) && pair.stream().anyMatch(node -> context.facts(node).isEmpty());
    return isOtherDead
        ? "It can take over itself: cairn failover " + layer.name() + " " + alive
        : "For a planned move: cairn move " + layer.name() + " " + to;
  }

  Plan plan(Context context) {
    List<Step> starts = new ArrayList<>();
    for (Layer layer : Shift.stack(context.cluster(), resource)) {
      if (!layer.equals(resource)) {
        starts.addAll(context.engines().of(layer).start(layer, to, context));
      }
    }
    List<Step> promotion =
        switch (peer) {
          case CONSENTS -> context.engines().of(resource).start(resource, to, context);
          case DEAD -> DRBD.failoverStart(resource, to, context);
        };
    return Plan.of(promotion).then(Plan.of(starts));
  }
}
