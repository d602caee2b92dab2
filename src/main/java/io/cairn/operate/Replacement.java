package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Step;
import io.cairn.engine.Subject;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.lvm.LvmEngine;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import io.cairn.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A new server in the place of a node: it gets everything that the file has for it, and the copies
 * of what is replicated from the nodes that are left. The plan is that of an apply; this says
 * beforehand what comes from where, what cannot come back, and what stands in the way.
 */
public final class Replacement {
  private static final DrbdEngine DRBD = new DrbdEngine();
  private static final LvmEngine LVM = new LvmEngine();

  private Replacement() {}

  /** What can be said before anything is touched. */
  public sealed interface Prospect {
    /**
     * It can be done.
     *
     * @param sources from which node the copy of each resource is made
     * @param lost what only the old server had: it is made anew, empty
     */
    record Possible(
        NodeName node,
        Map<LayerName, NodeName> sources,
        List<LayerName> lost,
        Planner.Result planned)
        implements Prospect {
      public Possible {
        sources = new TreeMap<>(sources);
        lost = List.copyOf(lost);
      }
    }

    /** An error of the cluster stands in the way. */
    record Refused(Planner.Result planned) implements Prospect {}

    /** It cannot, and what to do instead. */
    record Impossible(String why, String correction) implements Prospect {}
  }

  /** Whether the server that answers as that node can be built up, and from what. */
  public static Prospect plan(Context context, NodeName node) {
    Planner.Result planned = Planner.plan(context);
    if (planned.isRefused()) {
      return new Prospect.Refused(planned);
    }
    Map<LayerName, NodeName> sources = new TreeMap<>();
    List<LayerName> onlyHere = new ArrayList<>();
    boolean isReplicated = false;
    for (Layer layer : context.cluster().layers().values()) {
      if (layer instanceof Layer.Drbd resource
          && context.cluster().nodesOf(resource).contains(node)) {
        isReplicated = true;
        Optional<DrbdEngine.Copying> copying = DRBD.toBeCopied(resource, context);
        copying
            .filter(copy -> copy.to().equals(node))
            .ifPresent(copy -> sources.put(resource.name(), copy.from()));
        copying
            .filter(copy -> copy.from().equals(node))
            .ifPresent(_ -> onlyHere.add(resource.name()));
      }
    }
    if (!onlyHere.isEmpty()) {
      return new Prospect.Impossible(
          "only "
              + node
              + " has the data of "
              + words(onlyHere)
              + ": it is the other node whose copy is missing.",
          "Name the node that is new. To see how everything is:\n  cairn status");
    }
    if (steps(planned, node).isEmpty() || (isReplicated && sources.isEmpty())) {
      return new Prospect.Impossible(
          node + " is not a new server: it has what the file wants there.",
          "Where one is to come in its place, move away what runs on it, cut its power, put the new"
              + " one there, and run this again. For anything else:\n  cairn apply");
    }
    List<LayerName> inUse = inUse(context, node);
    if (!inUse.isEmpty()) {
      return new Prospect.Impossible(
          node + " is not a new server: in use on it are " + words(inUse) + ".",
          "To bring it to what the file says:\n  cairn apply");
    }
    return new Prospect.Possible(node, sources, lost(context, planned, node), planned);
  }

  /** What can be said of a lost device of a volume group before anything is touched. */
  public sealed interface Outlook {
    /** Only caches that hold nothing back lay on it: it can be taken out of the group. */
    record Possible(Plan plan) implements Outlook {}

    /** It cannot, and what to do instead. */
    record Impossible(String why, String correction) implements Outlook {}
  }

  /** Whether the device that the layer's group has lost there can be taken out without loss. */
  public static Outlook lostDevice(Context context, Layer layer, NodeName node) {
    if (!(layer instanceof Layer.VolumeGroup group)
        || !context.cluster().nodesOf(layer).contains(node)) {
      return new Outlook.Impossible(
          layer.name() + " is no volume group on " + node + ".",
          "A disk of an array, or below DRBD, is replaced by a blank one and 'cairn apply'.");
    }
    return switch (LVM.loss(group, node, context)) {
      case LvmEngine.Loss.None() ->
          new Outlook.Impossible(
              "no device of " + group.name() + " is missing on " + node + ".",
              "To see what is wrong:\n  cairn status");
      case LvmEngine.Loss.Final(var why) ->
          new Outlook.Impossible(
              why + ".",
              "Bring the device back, or restore from a backup: Cairn never forces LVM to let data"
                  + " go.");
      case LvmEngine.Loss.Bearable(var steps) -> new Outlook.Possible(Plan.of(steps));
    };
  }

  private static String words(List<LayerName> names) {
    return names.stream().map(LayerName::text).collect(Collectors.joining(", "));
  }

  private static List<Step> steps(Planner.Result planned, NodeName node) {
    return planned.plan().steps().stream().filter(step -> step.node().equals(node)).toList();
  }

  /** What lies highest and works there: nothing of it can be on a server that is new. */
  private static List<LayerName> inUse(Context context, NodeName node) {
    Set<LayerName> tops =
        context.cluster().layers().values().stream()
            .filter(layer -> context.cluster().above(layer).isEmpty())
            .map(Layer::name)
            .collect(Collectors.toSet());
    List<LayerName> found = new ArrayList<>();
    for (var engine : context.engines().all()) {
      for (LayerState state : engine.states(context)) {
        boolean works = state.health() == Health.OK || state.health() == Health.DEGRADED;
        if (state.node().equals(node)
            && works
            && tops.contains(state.layer())
            && context.activeOn(context.cluster().layer(state.layer())).contains(node)) {
          found.add(state.layer());
        }
      }
    }
    return found;
  }

  /** What lies highest on nothing that is replicated, and is to be made there. */
  private static List<LayerName> lost(Context context, Planner.Result planned, NodeName node) {
    Cluster cluster = context.cluster();
    Set<LayerName> made =
        steps(planned, node).stream()
            .flatMap(
                step ->
                    step.subject() instanceof Subject.OfLayer(var layer)
                        ? Stream.of(layer)
                        : Stream.of())
            .collect(Collectors.toSet());
    return cluster.layers().values().stream()
        .filter(layer -> cluster.above(layer).isEmpty())
        .filter(layer -> cluster.nodesOf(layer).contains(node))
        .filter(layer -> cluster.replicatedBase(layer).isEmpty())
        .map(Layer::name)
        .filter(made::contains)
        .toList();
  }
}
