package io.cairn.engine.node;

import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeState;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/**
 * Packages, host names and time of every node; owns no layer.
 *
 * <p>Provides {@code packages}, {@code hosts} and {@code time} of each node. Findings: {@code
 * NODE-xx}.
 */
public final class NodeEngine implements Engine {
  @Override
  public String name() {
    return "node";
  }

  @Override
  public boolean owns(Layer layer) {
    return false;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return NodeProbes.of(cluster, node);
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .ifPresent(
              facts -> {
                steps.addAll(PackagePlanner.plan(context.cluster(), node, facts));
                steps.addAll(HostsPlanner.plan(context.cluster(), node, facts));
                steps.addAll(TimePlanner.plan(context.cluster(), node, facts));
              });
    }
    return List.copyOf(steps);
  }

  @Override
  public List<LayerState> states(Context context) {
    return List.of();
  }

  @Override
  public List<NodeState> nodeStates(Context context) {
    return context.cluster().nodes().keySet().stream()
        .flatMap(node -> NodeStates.of(context, node).stream())
        .toList();
  }

  @Override
  public List<Finding> check(Context context) {
    List<Finding> findings = new ArrayList<>();
    context
        .observed()
        .unreachable()
        .forEach(
            (node, why) -> findings.add(AccessRules.unreachable(context.cluster(), node, why)));
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .ifPresent(facts -> findings.addAll(NodeRules.check(context.cluster(), node, facts)));
    }
    findings.addAll(ClockRules.check(context));
    findings.addAll(VersionRules.check(context));
    return List.copyOf(findings);
  }
}
