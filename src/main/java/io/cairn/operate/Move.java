package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import io.cairn.run.Runner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The planned move of a DRBD resource, with everything over it, to another of its nodes. */
public final class Move {
  private Move() {}

  /** What can be said before anything is touched. */
  public sealed interface Prospect {
    /** It can be done with this plan. */
    record Possible(Layer.Drbd base, NodeName from, NodeName to, List<Shift> shifts, Plan plan)
        implements Prospect {
      public Possible {
        shifts = List.copyOf(shifts);
      }
    }

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
    List<NodeName> active = Shift.primaries(context, base);
    if (active.size() != 1) {
      return new Prospect.Impossible(
          base.name() + (active.isEmpty() ? " is primary on no node." : " is primary on " + active),
          "See 'cairn status'; 'cairn apply' starts what is stopped.");
    }
    NodeName from = active.getFirst();
    List<Shift> shifts = Shift.to(context, base, to);
    return shifts.isEmpty()
        ? new Prospect.AlreadyThere(base, to)
        : checked(context, base, from, shifts);
  }

  private static String names(Cluster cluster, Layer layer) {
    return String.join(" and ", cluster.nodesOf(layer).stream().map(NodeName::text).toList()) + ".";
  }

  private static Prospect checked(
      Context context, Layer.Drbd base, NodeName from, List<Shift> shifts) {
    for (Shift shift : shifts) {
      Optional<LayerState> target = target(context, shift);
      if (target.isEmpty() || target.get().health() != Health.OK) {
        return new Prospect.Impossible(
            shift.resource().name()
                + " on "
                + shift.to()
                + " is not ready to take over: "
                + target.map(state -> state.role() + ", " + state.detail()).orElse("nothing known"),
            "Wait until 'cairn status' shows it in sync, or mend what it names.");
      }
    }
    NodeName to = shifts.getFirst().to();
    return new Prospect.Possible(base, from, to, shifts, Shift.walk(context, shifts));
  }

  private static Optional<LayerState> target(Context context, Shift shift) {
    Layer.Drbd resource = shift.resource();
    return context.engines().of(resource).states(context).stream()
        .filter(state -> state.layer().equals(resource.name()) && state.node().equals(shift.to()))
        .findFirst();
  }

  /** Does it; when a step fails midway or it is stopped, brings everything up where it was. */
  public static Outcome run(Site site, Prospect.Possible move) {
    long begun = System.nanoTime();
    Runner.Report report = site.run(move.plan());
    if (report.isComplete()) {
      return new Outcome.Moved(Duration.ofNanos(System.nanoTime() - begun));
    }
    Context now = site.survey();
    Runner.Report back =
        site.runThrough(Shift.walk(now, move.shifts().stream().map(Shift::back).toList()));
    return back.isComplete()
        ? new Outcome.WentBack(report, Duration.ofNanos(System.nanoTime() - begun))
        : new Outcome.Stranded(report, back);
  }
}
