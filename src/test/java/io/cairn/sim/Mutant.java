package io.cairn.sim;

import io.cairn.engine.Action;
import io.cairn.engine.Command;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeState;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An engine with a mistake in its steps: what the simulation must notice. */
record Mutant(Engine engine, UnaryOperator<Step> mistake) implements Engine {
  /** The same step without any proof before or after it. */
  static Step unguarded(Step step) {
    return doing(step, step.action());
  }

  /** The step runs this instead of its own commands, without any proof. */
  static Step doing(Step step, List<Command> commands) {
    return doing(step, new Action.Run(commands));
  }

  /** Steps of that verb run this instead of their own commands, without any proof. */
  static UnaryOperator<Step> instead(String verb, Command... commands) {
    return step -> step.id().contains("/" + verb + "@") ? doing(step, List.of(commands)) : step;
  }

  private static Step doing(Step step, Action action) {
    return new Step(
        step.id(),
        step.subject(),
        step.node(),
        step.mark(),
        // a destructive step without guards cannot even be made
        Effect.SAFE,
        step.intent(),
        step.why(),
        List.of(),
        action,
        List.of(),
        step.needs(),
        step.provides());
  }

  private List<Step> mistaken(List<Step> steps) {
    return steps.stream().map(mistake).toList();
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public boolean owns(Layer layer) {
    return engine.owns(layer);
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return engine.probes(cluster, node);
  }

  @Override
  public List<Step> plan(Context context) {
    return mistaken(engine.plan(context));
  }

  @Override
  public List<Step> destroy(Layer layer, Context context) {
    return mistaken(engine.destroy(layer, context));
  }

  @Override
  public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
    return engine.device(layer, node, context);
  }

  @Override
  public Optional<List<NodeName>> activeOn(Layer layer, Context context) {
    return engine.activeOn(layer, context);
  }

  @Override
  public List<Step> start(Layer layer, NodeName node, Context context) {
    return mistaken(engine.start(layer, node, context));
  }

  @Override
  public List<Step> stop(Layer layer, NodeName node, Context context) {
    return mistaken(engine.stop(layer, node, context));
  }

  @Override
  public List<LayerState> states(Context context) {
    return engine.states(context);
  }

  @Override
  public List<NodeState> nodeStates(Context context) {
    return engine.nodeStates(context);
  }

  @Override
  public List<Finding> check(Cluster cluster) {
    return engine.check(cluster);
  }

  @Override
  public List<Finding> check(Context context) {
    return engine.check(context);
  }
}
