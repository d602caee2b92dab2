package io.cairn.engine.lvm;

import io.cairn.engine.Blanking;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.SnapshotUnits;
import io.cairn.engine.Step;
import io.cairn.engine.UnitCommands;
import io.cairn.engine.Units;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a volume or a whole group away, data included; only when it, or what it lies over, was
 * named.
 */
record LvmRemoval(Layer layer, GroupLayers layers, Context context) {

  static LvmRemoval of(Layer layer, Context context) {
    return new LvmRemoval(layer, GroupLayers.of(layer, context.cluster()), context);
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (!isNamed(layer)) {
      return steps;
    }
    for (NodeName node : context.cluster().nodesOf(layer)) {
      Optional<LvmFacts> facts = context.facts(node).map(LvmFacts::of);
      if (facts.isPresent() && facts.get().unknown().isEmpty()) {
        steps.addAll(on(node, facts.get()));
      }
    }
    return steps;
  }

  private boolean isNamed(Layer candidate) {
    return context.allowedDestruction().contains(candidate.name())
        || context.cluster().lowerLayers(candidate).stream().anyMatch(this::isNamed);
  }

  private List<Step> on(NodeName node, LvmFacts facts) {
    List<Step> steps = new ArrayList<>();
    if (isFirst()) {
      steps.addAll(new GroupMending(layers, node, context, facts).beforeRemoval());
    }
    if (layer instanceof Layer.VolumeGroup group) {
      steps.addAll(group(group, node, facts));
    } else {
      SnapshotUnits.destroy(layer, node, context).ifPresent(steps::add);
      volume(node, facts).ifPresent(steps::add);
    }
    return steps;
  }

  /** Whether of all that goes of the group, this goes first. */
  private boolean isFirst() {
    return context.cluster().topDown().stream()
        .filter(one -> one.equals(layers.group()) || layers.all().contains(one))
        .filter(this::isNamed)
        .findFirst()
        .filter(layer::equals)
        .isPresent();
  }

  private LvmGuards guards() {
    return GroupPlanner.guards(layers, context);
  }

  private Set<Condition> aboveGone(NodeName node) {
    Set<Condition> gone = new HashSet<>();
    for (Layer above : context.cluster().above(layer)) {
      // a resource that lies on it is taken down on all its nodes
      gone.add(Condition.gone(above.name(), node));
      gone.add(Condition.stopped(above.name(), node));
    }
    return gone;
  }

  private Optional<Step> volume(NodeName node, LvmFacts facts) {
    String name = layer.name().text();
    Optional<Volume> there =
        facts
            .volume(layers.name(), name)
            .filter(v -> v.tags().contains(LvmCommands.tag(context.cluster().name())));
    List<String> snapshots =
        SnapshotVolume.of(layer, layers, context, facts).stream()
            .map(snapshot -> snapshot.volume().name())
            .toList();
    if (there.isEmpty() && snapshots.isEmpty()) {
      return Optional.empty();
    }
    List<Command> commands = new ArrayList<>();
    Step.Builder step =
        Step.layer(layer.name(), "remove", node)
            .says(
                "Remove the volume with its data"
                    + (snapshots.isEmpty()
                        ? ""
                        : ", and its snapshots " + String.join(", ", snapshots)),
                "it was named to be destroyed")
            .mark(Mark.DESTROY)
            .effect(Effect.DESTRUCTIVE)
            .guard(guards().isOurs())
            .needs(GroupMending.mended(layers.name(), node));
    if (layer instanceof Layer.ThinVolume) {
      step.needs(SnapshotUnits.ended(layer.name(), node));
    }
    for (String snapshot : snapshots) {
      step.guard(guards().isSnapshot(snapshot)).guard(guards().isClosed(snapshot));
      commands.add(LvmCommands.removeVolume(layers.name(), snapshot));
    }
    if (there.isPresent()) {
      step.guard(guards().isOurs(name, there.get().type())).guard(guards().isClosed(name));
      commands.add(LvmCommands.removeVolume(layers.name(), name));
    }
    if (layer instanceof Layer.LogicalVolume volume && isLoose(volume, facts)) {
      step.guard(guards().isClosed(LvmCommands.cacheName(volume)));
      commands.add(LvmCommands.removeVolume(layers.name(), LvmCommands.cacheName(volume)));
    }
    return Optional.of(
        step.runs(commands)
            .check(guards().hasNo(name))
            .needs(aboveGone(node))
            .provides(Condition.gone(layer.name(), node))
            .build());
  }

  /** Whether its cache is there and not attached. */
  private boolean isLoose(Layer.LogicalVolume volume, LvmFacts facts) {
    return facts.volume(layers.name(), LvmCommands.cacheName(volume)).isPresent();
  }

  private List<Step> group(Layer.VolumeGroup group, NodeName node, LvmFacts facts) {
    List<Step> steps = new ArrayList<>();
    boolean isOurs =
        facts
            .group(group.name())
            .filter(g -> g.tags().contains(LvmCommands.tag(context.cluster().name())))
            .isPresent();
    if (isOurs) {
      steps.add(remove(node));
    } else if (isLeft(node, facts)) {
      steps.add(unlabel(node, facts));
    }
    List<String> files =
        GroupPlanner.files(layers, node, context).stream()
            .map(ManagedFile::path)
            // the script is every group's
            .filter(path -> !path.equals(LvmPaths.SCRIPT))
            .filter(path -> facts.node().file(path).found().isPresent())
            .toList();
    if (!files.isEmpty()) {
      steps.add(clean(node, files));
    }
    if (isLastOn(node) && LvmConfig.isWritten(facts.node())) {
      steps.add(reset(node));
    }
    if (isLastOn(node)) {
      new FillWatch(node, context.cluster())
          .removal(facts, List.of(Condition.gone(layer.name(), node)))
          .ifPresent(steps::add);
    }
    return steps;
  }

  /** Whether it is the lowest group there, and with it go all others. */
  private boolean isLastOn(NodeName node) {
    List<Layer.VolumeGroup> groups = GroupLayers.on(context.cluster(), node);
    return groups.getFirst().equals(layer) && groups.stream().allMatch(this::isNamed);
  }

  /** LVM looks at everything again: what was hidden may be somebody else's next. */
  private Step reset(NodeName node) {
    Step.Builder step =
        Step.node("lvm", "reset", node)
            .says(
                "Take what LVM shall look at out of " + LvmPaths.LOCAL,
                "no group of the file is left there")
            .mark(Mark.DESTROY)
            .runs(LvmConfig.remove());
    for (Layer.VolumeGroup group : GroupLayers.on(context.cluster(), node)) {
      step.needs(removed(group, node), Condition.gone(group.name(), node));
    }
    return step.build();
  }

  private static Condition removed(Layer layer, NodeName node) {
    return new Condition(layer.name() + " removed on " + node);
  }

  private Step remove(NodeName node) {
    List<DevicePath> devices = context.devicesBelow(layer, node);
    List<Command> commands = new ArrayList<>();
    if (layers.isReplicated()) {
      // not apart: once it is stopped the resource may become secondary, and nothing can be removed
      commands.add(Command.exec("systemctl", "stop", "--", Units.group(layers.name())));
    }
    commands.add(LvmPaths.started(layers.name()).begin(devices));
    commands.addAll(LvmCommands.removeGroup(layers.name(), devices));
    commands.add(LvmPaths.started(layers.name()).end());
    return Step.layer(layer.name(), "remove", node)
        .says("Remove the group and the labels of its devices", "it was named to be destroyed")
        .mark(Mark.DESTROY)
        .effect(Effect.DESTRUCTIVE)
        .guard(guards().isOurs())
        .guard(guards().hasDevices(devices))
        .guard(guards().isEmpty())
        .runs(commands)
        .check(guards().isAbsent())
        .needs(aboveGone(node))
        .needs(GroupMending.mended(layers.name(), node))
        .provides(
            removed(layer, node),
            Condition.stopped(layer.name(), node),
            Condition.gone(layer.name(), node))
        .build();
  }

  /** Whether making or removing it was cut off when the group itself was not there. */
  private boolean isLeft(NodeName node, LvmFacts facts) {
    return facts.group(layers.name()).isEmpty()
        && !facts.hides(layers, context.devicesBelow(layer, node))
        && LvmPaths.started(layers.name()).isThere(facts.node());
  }

  private Step unlabel(NodeName node, LvmFacts facts) {
    List<DevicePath> devices =
        context.devicesBelow(layer, node).stream()
            .filter(device -> LvmPaths.started(layers.name()).isOn(device, facts.node()))
            .toList();
    Step.Builder step =
        Step.layer(layer.name(), "unlabel", node)
            .says(
                "Remove what is left of the labels of its devices",
                "making or removing the group was interrupted")
            .mark(Mark.DESTROY)
            .effect(Effect.DESTRUCTIVE)
            .guard(guards().isAbsent())
            .guard(guards().isBegun());
    List<Command> commands = new ArrayList<>();
    for (DevicePath device : devices) {
      // the file may name other devices by now
      step.guard(guards().wasBegun(device))
          .guard(Blanking.isUnused(device))
          .guard(Guard.isClosed(device))
          .guard(guards().isBlankOrBegun(device));
      commands.add(LvmCommands.unlabel(device));
      commands.add(Blanking.zeroBeginning(device));
    }
    commands.add(LvmPaths.started(layers.name()).end());
    return step.runs(commands)
        .needs(aboveGone(node))
        .provides(
            removed(layer, node),
            Condition.stopped(layer.name(), node),
            Condition.gone(layer.name(), node))
        .build();
  }

  private Step clean(NodeName node, List<String> files) {
    List<String> rm = new ArrayList<>(List.of("rm", "--force", "--"));
    rm.addAll(files);
    List<Command> commands = new ArrayList<>();
    commands.add(new Command.Exec(rm));
    if (files.contains(Units.path(Units.group(layer.name())))) {
      commands.add(UnitCommands.RELOAD);
    }
    return Step.layer(layer.name(), "clean", node)
        .says("Remove its unit and what its pools go by", "they are there")
        .mark(Mark.DESTROY)
        .guard(guards().isInactive())
        .runs(commands)
        .needs(aboveGone(node))
        .needs(removed(layer, node), Condition.stopped(layer.name(), node))
        .provides(Condition.gone(layer.name(), node))
        .build();
  }
}
