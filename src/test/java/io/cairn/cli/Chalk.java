package io.cairn.cli;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.Guard;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Mark;
import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An engine for every layer, that only leaves marks: {@code NODE/LAYER} where a layer is built,
 * {@code NODE/LAYER.active} where it is in use, {@code NODE/tools} for what all of them need.
 */
final class Chalk implements Engine {
  private final Path nodes;

  /** Over a folder with a folder for each node. */
  Chalk(Path nodes) {
    this.nodes = nodes;
  }

  @Override
  public String name() {
    return "chalk";
  }

  @Override
  public boolean owns(Layer layer) {
    return true;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return List.of(new Probe("chalk:marks", "ls " + nodes.resolve(node.text())));
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      if (!isMarked(context, node, "tools")) {
        steps.add(
            mark(Step.node("tools", "write", node), node, "tools")
                .says("Fetch chalk", "there is none")
                .provides(Condition.node("tools", node))
                .build());
      }
    }
    for (Layer layer : context.cluster().bottomUp()) {
      for (NodeName node : context.cluster().nodesOf(layer)) {
        if (!isMarked(context, node, layer.name().text())) {
          steps.add(make(layer, node, context));
        }
      }
      for (NodeName node : context.activeOn(layer)) {
        if (!isMarked(context, node, layer.name() + ".active")) {
          steps.addAll(start(layer, node, context));
        }
      }
    }
    return steps;
  }

  private Step make(Layer layer, NodeName node, Context context) {
    return mark(Step.layer(layer.name(), "make", node), node, layer.name().text())
        .says("Draw it", "it is not there")
        .needs(Condition.node("tools", node))
        .needs(context.belowReady(layer, node))
        .provides(Condition.ready(layer.name(), node))
        .build();
  }

  @Override
  public List<Step> start(Layer layer, NodeName node, Context context) {
    Step.Builder step =
        mark(Step.layer(layer.name(), "start", node), node, layer.name() + ".active")
            .says("Use it", "it is not in use")
            .provides(Condition.active(layer.name(), node));
    for (Layer lower : context.cluster().lowerLayers(layer)) {
      step.needs(Condition.active(lower.name(), node));
    }
    for (NodeName peer : context.cluster().nodesOf(layer)) {
      step.needs(Condition.ready(layer.name(), peer));
    }
    return List.of(step.build());
  }

  @Override
  public List<Step> stop(Layer layer, NodeName node, Context context) {
    Step.Builder step =
        Step.layer(layer.name(), "stop", node)
            .says("Leave it", "it is in use")
            .mark(Mark.CHANGE)
            .runs(Command.exec("rm", "-f", path(node, layer.name() + ".active")))
            .provides(Condition.stopped(layer.name(), node));
    for (Layer above : context.cluster().above(layer)) {
      step.needs(Condition.stopped(above.name(), node));
    }
    return List.of(step.build());
  }

  private Step.Builder mark(Step.Builder step, NodeName node, String mark) {
    String path = path(node, mark);
    return step.runs(
            Command.script(
                """
                if [ -e %1$s.broken ]; then echo "cannot write %2$s: No space left on device" >&2; exit 1; fi
                touch %1$s; echo "%2$s is drawn\""""
                    .formatted(path, mark)))
        .check(Guard.that("the mark is there", "[ -e " + path + " ]"));
  }

  private String path(NodeName node, String mark) {
    return nodes.resolve(node.text()).resolve(mark).toString();
  }

  private static boolean isMarked(Context context, NodeName node, String mark) {
    return context.facts(node).flatMap(facts -> facts.reply("chalk:marks")).map(Reply::out).stream()
        .flatMap(String::lines)
        .anyMatch(mark::equals);
  }

  /** A resource is in use where it is seen in use, else where the file wants it. */
  @Override
  public Optional<List<NodeName>> activeOn(Layer layer, Context context) {
    if (!(layer instanceof Layer.Drbd drbd)) {
      return Optional.empty();
    }
    List<NodeName> seen =
        context.cluster().nodesOf(layer).stream()
            .filter(node -> isMarked(context, node, layer.name() + ".active"))
            .toList();
    return Optional.of(
        seen.isEmpty()
            ? List.of(drbd.prefer().orElse(context.cluster().nodesOf(drbd).getFirst()))
            : seen);
  }

  @Override
  public List<LayerState> states(Context context) {
    List<LayerState> states = new ArrayList<>();
    for (Layer layer : context.cluster().layers().values()) {
      for (NodeName node : context.cluster().nodesOf(layer)) {
        boolean made = isMarked(context, node, layer.name().text());
        boolean used = isMarked(context, node, layer.name() + ".active");
        String role = used ? layer instanceof Layer.Drbd ? "primary" : "running" : "standby";
        states.add(
            new LayerState(
                layer.name(),
                node,
                made ? Health.OK : Health.ABSENT,
                made ? role : "absent",
                "",
                Optional.empty(),
                List.of()));
      }
    }
    return states;
  }

  @Override
  public List<Finding> check(Context context) {
    return context.observed().unreachable().entrySet().stream()
        .map(
            silent ->
                Finding.error("CHALK-01", "Node unreachable")
                    .at(silent.getKey().text())
                    .saw(silent.getValue(), "an answer"))
        .toList();
  }
}
