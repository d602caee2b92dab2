package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import io.cairn.run.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The planned move of a DRBD resource, with everything over it, to its other node. */
public final class Move {
  private Move() {}

  /** What can be said before anything is touched. */
  public sealed interface Prospect {
    /** It can be done with this plan. */
    record Possible(Layer.Drbd base, NodeName from, NodeName to, Plan plan) implements Prospect {}

    /** It is there already. */
    record AlreadyThere(Layer.Drbd base, NodeName node) implements Prospect {}

    /** It cannot, and why. */
    record Impossible(String why, String correction) implements Prospect {}
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** It runs there; the downtime is the time from the first stop to the last start. */
    record Moved(Duration downtime) implements Outcome {}

    /** A step failed, and everything runs again where it was. */
    record WentBack(Runner.Report failed, Duration downtime) implements Outcome {}

    /** A step failed, and the way back failed too. */
    record Stranded(Runner.Report failed, Runner.Report back) implements Outcome {}
  }

  /** Looks whether the layer can move to that node, and how. */
  public static Prospect plan(Context context, Layer layer, NodeName to) {
    Cluster cluster = context.cluster();
    Optional<Layer.Drbd> found = cluster.replicatedBase(layer);
    if (found.isEmpty()) {
      return new Prospect.Impossible(
          layer.name() + " does not lie over a replicated layer, so its data is only where it is.",
          "Put a layer of type drbd below it in the cluster file.");
    }
    Layer.Drbd base = found.get();
    if (!cluster.nodesOf(base).contains(to)) {
      return new Prospect.Impossible(
          base.name() + " has no copy on " + to + ".",
          "It can move between " + names(cluster, base));
    }
    List<NodeName> active =
        context.engines().of(base).states(context).stream()
            .filter(state -> state.layer().equals(base.name()) && isPrimary(state))
            .map(LayerState::node)
            .toList();
    if (active.size() != 1) {
      return new Prospect.Impossible(
          base.name() + (active.isEmpty() ? " is primary on no node." : " is primary on " + active),
          "See 'cairn status'; 'cairn apply' starts what is stopped.");
    }
    NodeName from = active.getFirst();
    return from.equals(to) ? new Prospect.AlreadyThere(base, to) : checked(context, base, from, to);
  }

  private static boolean isPrimary(LayerState state) {
    return state.role().equals("primary");
  }

  private static String names(Cluster cluster, Layer layer) {
    return String.join(" and ", cluster.nodesOf(layer).stream().map(NodeName::text).toList()) + ".";
  }

  private static Prospect checked(Context context, Layer.Drbd base, NodeName from, NodeName to) {
    Optional<LayerState> target =
        context.engines().of(base).states(context).stream()
            .filter(state -> state.layer().equals(base.name()) && state.node().equals(to))
            .findFirst();
    if (target.isEmpty() || target.get().health() != Health.OK) {
      return new Prospect.Impossible(
          base.name()
              + " on "
              + to
              + " is not ready to take over: "
              + target.map(state -> state.role() + ", " + state.detail()).orElse("nothing known"),
          "Wait until 'cairn status' shows it in sync, or mend what it names.");
    }
    return new Prospect.Possible(base, from, to, walk(context, base, from, to));
  }

  /** Stop top down on one node, start bottom up on the other. */
  static Plan walk(Context context, Layer base, NodeName from, NodeName to) {
    return stops(context, base, from).then(starts(context, base, to));
  }

  static Plan stops(Context context, Layer base, NodeName node) {
    List<Step> steps = new ArrayList<>();
    for (Layer layer : context.cluster().upFrom(base).reversed()) {
      steps.addAll(context.engines().of(layer).stop(layer, node, context));
    }
    return Plan.of(steps);
  }

  static Plan starts(Context context, Layer base, NodeName node) {
    List<Step> steps = new ArrayList<>();
    for (Layer layer : context.cluster().upFrom(base)) {
      steps.addAll(context.engines().of(layer).start(layer, node, context));
    }
    return Plan.of(steps);
  }

  /** Does it; when a step fails midway or it is stopped, brings everything up where it was. */
  public static Outcome run(Site site, Prospect.Possible move) {
    long begun = System.nanoTime();
    Runner.Report report = site.run(move.plan());
    if (report.isComplete()) {
      return new Outcome.Moved(Duration.ofNanos(System.nanoTime() - begun));
    }
    Context now = site.survey();
    Runner.Report back = site.runThrough(walk(now, move.base(), move.to(), move.from()));
    return back.isComplete()
        ? new Outcome.WentBack(report, Duration.ofNanos(System.nanoTime() - begun))
        : new Outcome.Stranded(report, back);
  }
}
