package io.cairn.engine.filesystem;

import io.cairn.engine.Begun;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Mounts;
import io.cairn.engine.Step;
import io.cairn.engine.UnitCommands;
import io.cairn.engine.Units;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From what is observed to what is declared, for one file system on one node. */
final class FileSystemPlanner {
  private final Layer.FileSystem layer;
  private final NodeName node;
  private final Context context;
  private final FileSystemFacts facts;
  private final FileSystemGuards guards;
  private final Begun begun;

  FileSystemPlanner(Layer.FileSystem layer, NodeName node, Context context, FileSystemFacts facts) {
    this.layer = layer;
    this.node = node;
    this.context = context;
    this.facts = facts;
    this.guards = FileSystemGuards.of(layer, node, context);
    this.begun = FileSystemCommands.begun(layer);
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    prepare().ifPresent(steps::add);
    if (context.activeOn(layer).contains(node) && mounted().isEmpty()) {
      create().ifPresent(steps::add);
      steps.add(mount(layer, node, context));
    }
    if (context.activeOn(layer).contains(node) && mounted().isPresent()) {
      new FileSystemGrowth(layer, node, context, facts).step().ifPresent(steps::add);
    }
    return steps;
  }

  private Optional<Mounts.Mount> mounted() {
    return facts.node().mounts().at(layer.mount());
  }

  /** The mount point and the unit, on every node that may mount it. */
  private Optional<Step> prepare() {
    List<Command> commands = new ArrayList<>();
    List<String> why = new ArrayList<>();
    boolean needsPoint = needsPoint(why);
    if (needsPoint) {
      commands.add(FileSystemCommands.directory(layer));
      commands.add(FileSystemCommands.seal(layer));
    }
    commands.addAll(unit(why));
    if (begun.isThere(facts.node()) && isMade()) {
      // else it would declare later data there to be remains
      why.add("it is made, and still marked as being made");
      commands.add(begun.end());
    }
    if (commands.isEmpty()) {
      return Optional.empty();
    }
    Step.Builder step =
        Step.layer(layer.name(), "prepare", node)
            .says("Prepare the mount of " + layer.mount(), String.join("; ", why))
            .mark(mounted().isPresent() ? Mark.CHANGE : Mark.CREATE)
            .runs(commands)
            .needs(Condition.node("packages", node))
            .provides(Condition.ready(layer.name(), node));
    if (needsPoint) {
      step.guard(guards.isNotMounted()).guard(guards.isEmptyDirectory());
    }
    return Optional.of(step.build());
  }

  private List<Command> unit(List<String> why) {
    ManagedFile unit = MountUnit.file(layer, guards.device(), context.cluster());
    List<Command> commands = new ArrayList<>();
    boolean differs = !unit.isIn(facts.node());
    if (differs) {
      why.add("the mount unit is not as declared");
      commands.add(Command.put(unit));
    }
    if (!isMovable() && !facts.unit(layer.name(), "enabled").equals("enabled")) {
      why.add("it does not mount at boot");
      commands.add(UnitCommands.enable(Units.mount(layer.mount())));
    }
    if (!commands.isEmpty()) {
      commands.add(UnitCommands.RELOAD);
    }
    if (differs && mounted().isPresent()) {
      commands.add(FileSystemCommands.remount(layer));
    }
    return commands;
  }

  private boolean needsPoint(List<String> why) {
    return switch (facts.point(layer.name())) {
      case MountPoint.Mounted _ -> false;
      case MountPoint.Directory(var protection, _)
          when protection == MountPoint.Protection.IMMUTABLE ->
          false;
      case MountPoint.Directory _ -> why.add("the mount point can be written to while unmounted");
      case MountPoint.Absent _ -> why.add("there is no mount point");
      case MountPoint.Unknown _ -> why.add("the mount point could not be read");
    };
  }

  private boolean isMade() {
    return facts.content(guards.device()).stream()
        .anyMatch(
            content ->
                content instanceof Content.Holds holds && FileSystemRules.isOurs(holds, layer));
  }

  private boolean isMovable() {
    return context.cluster().replicatedBase(layer).isPresent();
  }

  private Optional<Step> create() {
    Optional<Content> content = facts.content(guards.device());
    if (content.isEmpty()) {
      return Optional.of(createUnlessOurs(guards.device() + " is not there yet"));
    }
    return switch (content.get()) {
      case Content.Blank _ ->
          Optional.of(
              create(
                  "",
                  begun.isOn(guards.device(), facts.node())
                      ? "making it was interrupted"
                      : guards.device() + " is blank",
                  guards.isProvablyBlank(),
                  FileSystemCommands.make(layer, guards.device())));
      case Content.Unknown(var reason) ->
          Optional.of(createUnlessOurs(guards.device() + " cannot be read yet: " + reason));
      case Content.Unfinished(var of) ->
          FileSystemRules.isOurs(of, layer) ? Optional.of(createAgain()) : Optional.empty();
      // ours needs nothing; another one is a finding, see FileSystemRules
      case Content.Holds _, Content.Ambiguous _ -> Optional.empty();
    };
  }

  private Step createAgain() {
    return create(
        "",
        "making it was interrupted",
        List.of(guards.isUnfinished()),
        FileSystemCommands.makeAgain(layer, guards.device()));
  }

  private Step createUnlessOurs(String why) {
    return create(
        ", unless it is there",
        why,
        List.of(guards.isBlankOrOurs()),
        FileSystemCommands.makeUnlessOurs(layer, guards));
  }

  private Step create(String unless, String why, List<Guard> blank, Command make) {
    String what = "Make the " + layer.format().word() + " file system on " + guards.device();
    Step.Builder step =
        Step.layer(layer.name(), "create", node)
            .says(what + unless, why)
            .effect(Effect.DESTRUCTIVE);
    guards.isTheOneMeant().forEach(step::guard);
    step.guard(guards.isUnused()).guard(Guard.isClosed(guards.device()));
    blank.forEach(step::guard);
    if (guards.isToBeProven()) {
      step.runs(begun.begin(List.of(guards.device())), make, begun.end());
    } else {
      step.runs(make);
    }
    return step.runs(FileSystemCommands.SETTLE)
        .check(guards.isOurs())
        .needs(needed(layer, node, context))
        .provides(Condition.ready(layer.name(), node))
        .build();
  }

  /** What has to be there before the device can be read or written. */
  static Set<Condition> needed(Layer.FileSystem layer, NodeName node, Context context) {
    Set<Condition> needed = new HashSet<>(context.belowReady(layer, node));
    needed.add(Condition.node("packages", node));
    context.cluster().lowerLayers(layer).stream()
        .map(lower -> Condition.active(lower.name(), node))
        .forEach(needed::add);
    return needed;
  }

  /** Mounts an existing file system. */
  static Step mount(Layer.FileSystem layer, NodeName node, Context context) {
    FileSystemGuards guards = FileSystemGuards.of(layer, node, context);
    Step.Builder step =
        Step.layer(layer.name(), "mount", node)
            .says("Mount it at " + layer.mount(), "it is not mounted");
    guards.isTheOneMeant().forEach(step::guard);
    return step.guard(guards.isOurs())
        .runs(FileSystemCommands.start(layer))
        .check(guards.isMounted())
        .needs(needed(layer, node, context))
        .needs(Condition.ready(layer.name(), node))
        .provides(Condition.active(layer.name(), node))
        .build();
  }

  /** Unmounts it; what lies over it has been stopped. */
  static Step unmount(Layer.FileSystem layer, NodeName node, Context context) {
    Set<Condition> above = new HashSet<>();
    context
        .cluster()
        .above(layer)
        .forEach(upper -> above.add(Condition.stopped(upper.name(), node)));
    return Step.layer(layer.name(), "unmount", node)
        .says("Unmount " + layer.mount(), "it is mounted")
        .mark(Mark.CHANGE)
        .effect(Effect.DISRUPTIVE)
        .runs(FileSystemCommands.stop(layer))
        .check(FileSystemGuards.of(layer, node, context).isNotMounted())
        .needs(above)
        .provides(Condition.stopped(layer.name(), node))
        .build();
  }
}
