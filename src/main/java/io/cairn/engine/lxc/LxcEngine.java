package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Mark;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** System containers. */
public final class LxcEngine implements Engine {
  private static final String IDS = "container ids";

  @Override
  public String name() {
    return "lxc";
  }

  @Override
  public boolean owns(Layer layer) {
    return layer instanceof Layer.Lxc;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return LxcProbes.of(cluster, node);
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    IdRange ids = IdAllotment.choose(context);
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .ifPresent(
              facts -> {
                List<Layer.Lxc> layers = LxcProbes.on(context.cluster(), node);
                if (layers.stream().anyMatch(LxcEngine::isUnprivileged)) {
                  allot(IdAllotment.of(facts).missing(ids), ids, node).ifPresent(steps::add);
                }
                layers.forEach(
                    layer ->
                        steps.addAll(
                            new ContainerPlanner(layer, node, context, facts, ids).steps()));
                SubvolumeSchedule.on(node, context.cluster())
                    .forEach(schedule -> schedule.plan(node, context).ifPresent(steps::add));
              });
    }
    return List.copyOf(steps);
  }

  private static Optional<Step> allot(List<String> files, IdRange ids, NodeName node) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Step.node(IDS.replace(' ', '-'), "allot", node)
            .says(
                "Give root the ids from " + ids.start() + " on for its containers",
                String.join(" and ", files) + " have no such entry")
            .mark(Mark.CREATE)
            .runs(files.stream().map(file -> Command.put(IdAllotment.block(file, ids))).toList())
            .needs(Condition.node("packages", node))
            .provides(Condition.node(IDS, node))
            .build());
  }

  @Override
  public List<Step> destroy(Layer layer, Context context) {
    return new ContainerRemoval(container(layer), context).steps();
  }

  @Override
  public List<Step> start(Layer layer, NodeName node, Context context) {
    return List.of(new ContainerRun(container(layer), node, context).start());
  }

  @Override
  public List<Step> stop(Layer layer, NodeName node, Context context) {
    return List.of(new ContainerRun(container(layer), node, context).stop());
  }

  @Override
  public List<LayerState> states(Context context) {
    return LxcProbes.all(context.cluster()).stream()
        .flatMap(layer -> new ContainerStates(layer, context).all().stream())
        .toList();
  }

  @Override
  public List<Finding> check(Context context) {
    List<Finding> findings = new ArrayList<>(LxcRules.of(context));
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .ifPresent(
              facts ->
                  SubvolumeSchedule.on(node, context.cluster())
                      .forEach(
                          schedule -> findings.addAll(schedule.findings(node, context, facts))));
    }
    return List.copyOf(findings);
  }

  /** What every step about a container on a node needs: tools, ids, the mounted file system. */
  static Set<Condition> basis(Layer.Lxc layer, NodeName node, Context context) {
    Set<Condition> basis = new HashSet<>(context.belowReady(layer, node));
    basis.add(Condition.node("packages", node));
    if (isUnprivileged(layer)) {
      basis.add(Condition.node(IDS, node));
    }
    context
        .cluster()
        .lowerLayers(layer)
        .forEach(lower -> basis.add(Condition.active(lower.name(), node)));
    return basis;
  }

  static Optional<IdRange> range(Layer.Lxc layer, IdRange ids) {
    return isUnprivileged(layer) ? Optional.of(ids) : Optional.empty();
  }

  static boolean isUnprivileged(Layer.Lxc layer) {
    return switch (layer.privilege()) {
      case UNPRIVILEGED -> true;
      case PRIVILEGED -> false;
    };
  }

  private static Layer.Lxc container(Layer layer) {
    if (layer instanceof Layer.Lxc lxc) {
      return lxc;
    }
    throw new IllegalArgumentException("This is a bug in Cairn: no container: " + layer.name());
  }
}
