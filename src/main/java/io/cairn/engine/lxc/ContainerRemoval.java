package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.SnapshotUnits;
import io.cairn.engine.Step;
import io.cairn.engine.Units;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a container away, data and snapshots included; only when it, or what it lies over, was
 * named.
 */
final class ContainerRemoval {
  private final Layer.Lxc layer;
  private final Context context;
  private final Place place;

  ContainerRemoval(Layer.Lxc layer, Context context) {
    this.layer = layer;
    this.context = context;
    this.place = Place.of(layer, context.cluster());
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (isNamed(layer)) {
      for (NodeName node : context.cluster().nodesOf(layer)) {
        context
            .facts(node)
            .map(facts -> ContainerFacts.of(layer, node, context, facts))
            .ifPresent(facts -> steps.addAll(on(node, facts)));
      }
    }
    return steps;
  }

  private boolean isNamed(Layer named) {
    return context.allowedDestruction().contains(named.name())
        || context.cluster().lowerLayers(named).stream().anyMatch(this::isNamed);
  }

  private List<Step> on(NodeName node, ContainerFacts facts) {
    List<Step> steps = new ArrayList<>();
    SnapshotUnits.destroy(layer, node, context).ifPresent(steps::add);
    if (facts.isUp()) {
      steps.add(new ContainerRun(layer, node, context).stop());
    }
    if (facts.root() != ContainerFacts.Root.UNKNOWN) {
      steps.add(delete(node));
    }
    if (facts.link().isPresent()
        || context.facts(node).filter(f -> f.file(unitPath()).isMissing()).isEmpty()) {
      steps.add(forget(node));
    }
    return steps;
  }

  /** Moved away in one go, so that no half of it can be taken for a whole; then deleted. */
  private Step delete(NodeName node) {
    String script =
        LxcShell.deleteTree(place, place.condemned())
            + "\nif [ -e %1$s ]; then mv --no-target-directory -- %1$s %2$s; fi\n"
                .formatted(Shell.quote(place.home()), Shell.quote(place.condemned()))
            + LxcShell.deleteTree(place, place.condemned())
            + "\n"
            + LxcShell.deleteTree(place, place.unfinished())
            + "\n"
            + LxcShell.deleteTree(place, place.snapshots())
            + "\nrm --recursive --force -- "
            + Shell.quote(place.schedules());
    return Step.layer(layer.name(), "delete", node)
        .says("Delete the container and its snapshots", "it was named to be destroyed")
        .mark(Mark.DESTROY)
        .effect(Effect.DESTRUCTIVE)
        .guard(LxcGuards.isMounted(place.below(), node, context))
        .guard(LxcGuards.isStopped(layer))
        .runs(Command.script(script))
        .check(LxcGuards.isAbsent(place.home() + " is gone", place.home()))
        .needs(Condition.stopped(layer.name(), node))
        .needs(SnapshotUnits.ended(layer.name(), node))
        .provides(Condition.gone(layer.name(), node))
        .build();
  }

  private Step forget(NodeName node) {
    String unit = ContainerUnit.name(layer);
    return Step.layer(layer.name(), "forget", node)
        .says("Remove its name and its unit", "they are there")
        .mark(Mark.DESTROY)
        .guard(LxcGuards.isStopped(layer))
        .runs(
            Command.script(
                """
                [ ! -L %1$s ] || rm --force -- %1$s
                systemctl disable --quiet --no-reload -- %2$s 2>/dev/null || true
                rm --force -- %3$s %4$s
                systemctl daemon-reload
                systemctl reset-failed -- %2$s 2>/dev/null || true"""
                    .formatted(Shell.quote(place.link()), unit, unitPath(), place.started())))
        .needs(Condition.stopped(layer.name(), node))
        .provides(Condition.gone(layer.name(), node))
        .build();
  }

  private String unitPath() {
    return Units.path(ContainerUnit.name(layer));
  }
}
