package io.cairn.engine.filesystem;

import io.cairn.engine.Blanking;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Engine;
import io.cairn.engine.Mark;
import io.cairn.engine.SnapshotUnits;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a file system away, data included; only when it, or what it lies over, was named. */
final class FileSystemRemoval {
  private final Layer.FileSystem layer;
  private final Context context;

  FileSystemRemoval(Layer.FileSystem layer, Context context) {
    this.layer = layer;
    this.context = context;
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (!isNamed(layer)) {
      return steps;
    }
    for (NodeName node : context.cluster().nodesOf(layer)) {
      context
          .facts(node)
          .map(FileSystemFacts::of)
          .ifPresent(facts -> steps.addAll(on(node, facts)));
    }
    return steps;
  }

  private boolean isNamed(Layer named) {
    return context.allowedDestruction().contains(named.name())
        || context.cluster().lowerLayers(named).stream().anyMatch(this::isNamed);
  }

  private List<Step> on(NodeName node, FileSystemFacts facts) {
    List<Step> steps = new ArrayList<>();
    SnapshotUnits.destroy(layer, node, context).ifPresent(steps::add);
    if (facts.node().mounts().at(layer.mount()).isPresent()) {
      steps.add(FileSystemPlanner.unmount(layer, node, context));
    }
    if (context.activeOn(layer).contains(node)) {
      steps.addAll(wipe(node, facts));
    }
    if (!isRemoved(facts)) {
      steps.add(remove(node));
    }
    return steps;
  }

  private List<Step> wipe(NodeName node, FileSystemFacts facts) {
    FileSystemGuards guards = FileSystemGuards.of(layer, node, context);
    Optional<Content> content = facts.content(guards.device());
    if (content.isEmpty()) {
      return List.of();
    }
    return switch (content.get()) {
      case Content.Blank _, Content.Ambiguous _ -> List.of();
      case Content.Holds holds -> wipe(node, guards, holds);
      case Content.Unfinished(var of) -> wipe(node, guards, of);
      case Content.Unknown _ -> {
        List<Step> steps = new ArrayList<>(activateBelow(node));
        if (steps.isEmpty() && isWipedFromBelow()) {
          yield List.of();
        }
        steps.add(wipe(node, guards));
        yield steps;
      }
    };
  }

  /** Where no copy can be brought into use any more, its disk is wiped when the resource goes. */
  private boolean isWipedFromBelow() {
    return context.cluster().lowerLayers(layer).stream()
        .anyMatch(lower -> lower instanceof Layer.Drbd && isNamed(lower));
  }

  private List<Step> activateBelow(NodeName node) {
    List<Step> steps = new ArrayList<>();
    for (Layer lower : context.cluster().lowerLayers(layer)) {
      Engine engine = context.engines().of(lower);
      steps.addAll(engine.start(lower, node, context));
    }
    return steps;
  }

  private List<Step> wipe(NodeName node, FileSystemGuards guards, Content.Holds found) {
    return FileSystemRules.isOurs(found, layer) ? List.of(wipe(node, guards)) : List.of();
  }

  private Step wipe(NodeName node, FileSystemGuards guards) {
    Step.Builder step =
        Step.layer(layer.name(), "wipe", node)
            .says("Destroy the file system on " + guards.device(), "it was named to be destroyed")
            .mark(Mark.DESTROY)
            .effect(Effect.DESTRUCTIVE);
    guards.isTheOneMeant().forEach(step::guard);
    step.guard(guards.isUnused())
        .guard(guards.isOursOrUnfinished())
        .runs(FileSystemCommands.wipe(guards.device()), FileSystemCommands.SETTLE);
    if (guards.isToBeProven()) {
      // what is left of it would stand in the way of the next use
      step.runs(Blanking.zero(guards.device()));
    }
    return step.check(guards.isBlank())
        .needs(above(node))
        .needs(FileSystemPlanner.needed(layer, node, context))
        .needs(Condition.stopped(layer.name(), node))
        .provides(Condition.gone(layer.name(), node))
        .build();
  }

  private boolean isRemoved(FileSystemFacts facts) {
    return facts.point(layer.name()) instanceof MountPoint.Absent
        && facts.node().file(FileSystemEngine.unitPath(layer)).isMissing()
        && !FileSystemCommands.begun(layer).isThere(facts.node());
  }

  private Step remove(NodeName node) {
    FileSystemGuards guards = FileSystemGuards.of(layer, node, context);
    return Step.layer(layer.name(), "remove", node)
        .says("Remove the mount point and the mount unit", "they are there")
        .mark(Mark.DESTROY)
        .guard(guards.isNotMounted())
        .guard(guards.isEmptyDirectory())
        .runs(FileSystemCommands.remove(layer))
        .needs(above(node))
        .needs(Condition.stopped(layer.name(), node))
        .provides(Condition.gone(layer.name(), node))
        .build();
  }

  private Set<Condition> above(NodeName node) {
    Set<Condition> above = new HashSet<>();
    context.cluster().above(layer).forEach(upper -> above.add(Condition.gone(upper.name(), node)));
    return above;
  }
}
