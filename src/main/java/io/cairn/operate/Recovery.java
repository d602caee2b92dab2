package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Step;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.drbd.SplitBrain;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * After a failure: taking a repaired node back, ending a split brain, proving that two copies are
 * equal.
 */
public final class Recovery {
  private static final DrbdEngine DRBD = new DrbdEngine();

  private Recovery() {}

  /**
   * Connects every resource of the returned node, waits for its resync, and sets right who starts
   * it at boot.
   */
  public static Plan rejoin(Context context, NodeName node) {
    Plan plan = Plan.EMPTY;
    for (Layer.Drbd resource : resources(context, node)) {
      plan = both(plan, Plan.of(DRBD.rejoin(resource, node, context)));
    }
    return plan;
  }

  /** The resources that the file would rather have on that node, and that are active elsewhere. */
  public static List<Layer.Drbd> awayFromHome(Context context, NodeName node) {
    return resources(context, node).stream()
        .filter(resource -> resource.prefer().equals(Optional.of(node)))
        .filter(resource -> !context.activeOn(resource).contains(node))
        .toList();
  }

  private static List<Layer.Drbd> resources(Context context, NodeName node) {
    List<Layer.Drbd> resources = new ArrayList<>();
    for (Layer layer : context.cluster().layers().values()) {
      if (layer instanceof Layer.Drbd drbd && context.cluster().nodesOf(drbd).contains(node)) {
        resources.add(drbd);
      }
    }
    return resources;
  }

  private static Plan both(Plan one, Plan other) {
    List<Step> steps = new ArrayList<>(one.steps());
    steps.addAll(other.steps());
    return Plan.of(steps);
  }

  /** The evidence of a split brain; empty where there is none. */
  public static Optional<SplitBrain> splitBrain(Context context, Layer.Drbd resource) {
    return DRBD.splitBrain(resource, context);
  }

  /**
   * Gives up what changed on the other side since the nodes parted, after everything there is
   * stopped.
   */
  public static Plan resolve(
      Context context, SplitBrain split, Layer.Drbd resource, NodeName keep) {
    List<Step> stops = new ArrayList<>();
    for (NodeName node : context.cluster().nodesOf(resource)) {
      boolean isPrimary = split.on(node).filter(side -> side.role().equals("Primary")).isPresent();
      if (!node.equals(keep) && isPrimary) {
        for (Layer layer : context.cluster().upFrom(resource).reversed()) {
          if (!layer.equals(resource)) {
            stops.addAll(context.engines().of(layer).stop(layer, node, context));
          }
        }
      }
    }
    return Plan.of(stops).then(Plan.of(DRBD.resolve(resource, split, keep, context)));
  }

  /** Compares both copies block by block. */
  public static Plan verify(Context context, Layer.Drbd resource) {
    return Plan.of(DRBD.verify(resource, context));
  }
}
