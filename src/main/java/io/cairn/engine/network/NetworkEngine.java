package io.cairn.engine.network;

import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.NodeState;
import io.cairn.engine.Probe;
import io.cairn.engine.Seen;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The declared networks on every node: interface, bridge, default route; owns no layer.
 *
 * <p>Provides {@code network} of each node. Findings: {@code NET-xx}.
 */
public final class NetworkEngine implements Engine {
  @Override
  public String name() {
    return "network";
  }

  @Override
  public boolean owns(Layer layer) {
    return false;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return Wanted.of(cluster, node).isEmpty() ? List.of() : NetworkProbes.all();
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    Optional<NodeName> before = Optional.empty();
    for (NodeVerdict verdict : verdicts(context)) {
      steps.addAll(new NetworkPlanner(verdict).plan(before));
      if (!verdict.changes().isEmpty()) {
        before = Optional.of(verdict.node());
      }
    }
    return List.copyOf(steps);
  }

  @Override
  public List<LayerState> states(Context context) {
    return List.of();
  }

  @Override
  public List<NodeState> nodeStates(Context context) {
    return verdicts(context).stream()
        .flatMap(verdict -> NetworkStates.of(verdict).stream())
        .toList();
  }

  @Override
  public List<Finding> check(Context context) {
    List<Finding> findings = new ArrayList<>();
    for (NodeName node : asked(context)) {
      context.facts(node).ifPresent(facts -> findings.addAll(unreadable(node, facts)));
    }
    verdicts(context).forEach(verdict -> findings.addAll(verdict.findings()));
    return List.copyOf(findings);
  }

  private static List<NodeVerdict> verdicts(Context context) {
    return asked(context).stream().flatMap(node -> NodeVerdict.of(context, node).stream()).toList();
  }

  private static List<NodeName> asked(Context context) {
    return context.cluster().nodes().keySet().stream()
        .filter(node -> Wanted.isAny(context.cluster(), node))
        .toList();
  }

  private static List<Finding> unreadable(NodeName node, NodeFacts facts) {
    return FactsReader.read(facts) instanceof Seen.Unknown<NetworkFacts>(String why)
        ? List.of(
            Finding.error("NET-09", "Network not readable")
                .at(node.text())
                .saw(why, "an answer of 'ip -json -details address show'")
                .because(
                    "What is not known is not changed.",
                    "See what it says there:\n  ip -json -details address show"))
        : List.of();
  }
}
