package io.cairn.engine.lvm;

import io.cairn.engine.Blanking;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.engine.UnitCommands;
import io.cairn.engine.Units;
import io.cairn.engine.UnlessThere;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From what is observed to what is declared, for one group on one node. */
final class GroupPlanner {
  private final GroupLayers layers;
  private final NodeName node;
  private final Context context;
  private final LvmFacts facts;
  private final List<DevicePath> devices;
  private final LvmGuards guards;

  GroupPlanner(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {
    this.layers = layers;
    this.node = node;
    this.context = context;
    this.facts = facts;
    this.devices = context.devicesBelow(layers.group(), node);
    this.guards = guards(layers, context);
  }

  static LvmGuards guards(GroupLayers layers, Context context) {
    return new LvmGuards(layers.name(), LvmCommands.tag(context.cluster().name()));
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    prepare().ifPresent(steps::add);
    if (!context.activeOn(layers.group()).contains(node)
        || !GroupRules.allowsWork(layers, node, context, facts)) {
      return steps;
    }
    Optional<Group> group = facts.group(layers.name());
    GroupMending mending = new GroupMending(layers, node, context, facts);
    steps.addAll(mending.steps());
    if (group.isEmpty() || mending.isHalfMade()) {
      steps.add(create());
    }
    Extension.of(layers, node, context, facts).ifPresent(more -> steps.add(extend(more)));
    if (layers.isReplicated() && !facts.isRunning(Units.group(layers.name()))) {
      steps.add(start(layers, node, context));
    } else if (group.isPresent() && !inactive().isEmpty()) {
      steps.add(activate());
    }
    steps.addAll(new VolumePlanner(layers, node, context, facts).steps());
    steps.addAll(new VolumeGrowth(layers, node, context, facts).steps());
    return steps;
  }

  /** Profiles and, for what moves with a resource, the unit; on every node. */
  private Optional<Step> prepare() {
    List<ManagedFile> missing =
        files(layers, node, context).stream().filter(file -> !file.isIn(facts.node())).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    List<Command> commands = new ArrayList<>();
    missing.forEach(file -> commands.add(Command.put(file)));
    if (layers.isReplicated()) {
      commands.add(UnitCommands.RELOAD);
    }
    return Optional.of(
        Step.layer(layers.name(), "prepare", node)
            .says(
                layers.isReplicated()
                    ? "Write the unit that activates it, and what its pools go by"
                    : "Write what its pools go by",
                missing.stream().map(ManagedFile::path).collect(Collectors.joining(", "))
                    + (missing.size() == 1 ? " is" : " are")
                    + " not as declared")
            .mark(facts.group(layers.name()).isPresent() ? Mark.CHANGE : Mark.CREATE)
            .runs(commands)
            .needs(Condition.node("packages", node))
            .provides(prepared(layers.name(), node))
            .build());
  }

  static Condition prepared(LayerName group, NodeName node) {
    return new Condition(group + " prepared on " + node);
  }

  /** The files of the group on that node. */
  static List<ManagedFile> files(GroupLayers layers, NodeName node, Context context) {
    List<ManagedFile> files = new ArrayList<>();
    layers.pools().forEach(pool -> files.add(LvmConfig.profile(pool)));
    context
        .cluster()
        .replicatedBase(layers.group())
        .ifPresent(
            base -> {
              files.add(GroupUnit.script());
              files.add(
                  GroupUnit.file(
                      layers.group(),
                      base.name(),
                      context.devicesBelow(layers.group(), node),
                      context.cluster()));
            });
    return List.copyOf(files);
  }

  private Step create() {
    boolean hidden = facts.hides(layers, devices);
    UnlessThere unless = new UnlessThere(layers.name().text(), guards.isOurs());
    Step.Builder step =
        Step.layer(layers.name(), "create", node)
            .says(
                "Make the volume group on " + list(devices) + (hidden ? UnlessThere.WORDS : ""),
                hidden ? list(devices) + " cannot be read yet" : "it is not there")
            .effect(Effect.DESTRUCTIVE);
    List<Guard> blank = new ArrayList<>(List.of(guards.isAbsent()));
    for (Below.Ground ground : context.cluster().allBelow(layers.group(), node)) {
      isTheOneMeant(ground).forEach(step::guard);
      blank.addAll(isBlank(ground));
    }
    (hidden ? List.of(unless.easedGuard(blank)) : blank).forEach(step::guard);
    List<Command> commands = new ArrayList<>();
    commands.add(LvmPaths.started(layers.name()).begin(devices));
    if (hidden || LvmPaths.started(layers.name()).isThere(facts.node())) {
      commands.add(LvmCommands.unlabelBegun(devices));
    }
    commands.add(
        LvmCommands.createGroup(
            layers.name(),
            LvmCommands.tag(context.cluster().name()),
            layers.isReplicated() ? Group.Activation.WHEN_TOLD : Group.Activation.BY_ITSELF,
            devices));
    commands.add(LvmPaths.started(layers.name()).end());
    step.runs(hidden ? List.of(unless.easedCommand(commands)) : commands)
        .check(guards.isOurs())
        .check(guards.hasDevices(devices))
        .needs(needed())
        .provides(Condition.ready(layers.name(), node));
    if (!layers.isReplicated()) {
      step.provides(Condition.active(layers.name(), node));
    }
    return step.build();
  }

  private Step extend(Extension more) {
    List<DevicePath> added = more.devices(context, node);
    Step.Builder step =
        Step.layer(layers.name(), "extend", node)
            .says("Take " + list(added) + " into the group", "it is declared there, and is not")
            .effect(Effect.DESTRUCTIVE)
            .guard(guards.isOurs());
    for (Below.Ground ground : more.grounds()) {
      isTheOneMeant(ground).forEach(step::guard);
      isBlank(ground).forEach(step::guard);
    }
    step.runs(LvmPaths.started(layers.name()).begin(added));
    if (LvmPaths.started(layers.name()).isThere(facts.node())) {
      step.runs(LvmCommands.unlabelBegun(added));
    }
    return step.runs(LvmCommands.extendGroup(layers.name(), added))
        .runs(LvmPaths.started(layers.name()).end())
        .check(guards.isOurs())
        .check(guards.hasDevices(devices))
        .needs(needed())
        .provides(CachePlanner.freed(layers.name(), node))
        .build();
  }

  private static String list(List<DevicePath> devices) {
    return devices.stream().map(DevicePath::text).collect(Collectors.joining(", "));
  }

  private List<Guard> isTheOneMeant(Below.Ground ground) {
    DevicePath device = context.device(ground, node);
    List<Guard> all = new ArrayList<>();
    all.add(Guard.that(device + " is a block device", "[ -b " + Shell.quote(device.text()) + " ]"));
    if (ground instanceof Below.OnLayer(var name)
        && context.cluster().layer(name) instanceof Layer.Drbd) {
      all.add(Guard.isDeviceOf(name, device));
      all.add(Guard.isPrimary(name));
    }
    facts
        .node()
        .blocks()
        .at(device)
        .map(found -> found.size())
        .filter(size -> size.bytes() > 0)
        .ifPresent(size -> all.add(Blanking.isOfSize(device, "a device", size)));
    return all;
  }

  /** Nothing uses the device, and nothing is on it. */
  private List<Guard> isBlank(Below.Ground ground) {
    DevicePath device = context.device(ground, node);
    List<Guard> all = new ArrayList<>();
    all.add(Blanking.isUnused(device));
    all.add(Guard.isClosed(device));
    all.add(guards.isBlankOrBegun(device));
    if (Blanking.isToBeProven(ground, context.cluster())) {
      all.add(guards.isZeroOrBegun(device));
    }
    return all;
  }

  private Set<Condition> needed() {
    Set<Condition> needed = new HashSet<>(below(layers, node, context));
    needed.add(prepared(layers.name(), node));
    needed.add(GroupMending.mended(layers.name(), node));
    return needed;
  }

  /** What the group lies on is there and in use, and LVM looks at the right devices. */
  private static Set<Condition> below(GroupLayers layers, NodeName node, Context context) {
    Set<Condition> needed = new HashSet<>(context.belowReady(layers.group(), node));
    needed.add(Condition.node("packages", node));
    needed.add(ViewPlanner.set(node));
    context.cluster().lowerLayers(layers.group()).stream()
        .map(lower -> Condition.active(lower.name(), node))
        .forEach(needed::add);
    return needed;
  }

  // a cache that is not attached yet has nothing to activate
  private List<Volume> inactive() {
    Set<String> declared =
        layers.all().stream().map(layer -> layer.name().text()).collect(Collectors.toSet());
    return facts.volumes(layers.name()).stream()
        .filter(volume -> declared.contains(volume.name()) && !volume.isActive())
        .toList();
  }

  private Step activate() {
    return Step.layer(layers.name(), "activate", node)
        .says(
            "Activate its volumes",
            inactive().stream().map(Volume::name).collect(Collectors.joining(", "))
                + " is not active")
        .mark(Mark.CHANGE)
        .guard(guards.isOurs())
        .guard(guards.hasDevices(devices))
        .runs(
            Command.exec("vgchange", "--activate", "y", "--", layers.name().text()),
            LvmCommands.SETTLE)
        .check(guards.isActive())
        .needs(below(layers, node, context))
        .needs(GroupMending.mended(layers.name(), node))
        .provides(active(layers, node))
        .build();
  }

  /** In use are the group, and with it all volumes that are there. */
  private static Condition[] active(GroupLayers layers, NodeName node) {
    List<Condition> active = new ArrayList<>();
    active.add(Condition.active(layers.name(), node));
    layers.all().forEach(layer -> active.add(Condition.active(layer.name(), node)));
    return active.toArray(Condition[]::new);
  }

  /** Activates the group on the node where the resource below is primary. */
  static Step start(GroupLayers layers, NodeName node, Context context) {
    LvmGuards guards = guards(layers, context);
    return Step.layer(layers.name(), "activate", node)
        .says("Activate the group and its volumes", "it is not active")
        .guard(guards.isOurs())
        .runs(Command.exec("systemctl", "start", "--", Units.group(layers.name())))
        .check(guards.hasDevices(context.devicesBelow(layers.group(), node)))
        .check(guards.isActive())
        .needs(below(layers, node, context))
        .needs(prepared(layers.name(), node), Condition.ready(layers.name(), node))
        .needs(GroupMending.mended(layers.name(), node))
        .provides(active(layers, node))
        .build();
  }

  /** Deactivates it; what lies over its volumes has been stopped. */
  static Step stop(GroupLayers layers, NodeName node, Context context) {
    Set<Condition> above = new HashSet<>();
    context.cluster().upFrom(layers.group()).stream()
        .filter(layer -> !layer.equals(layers.group()))
        .forEach(upper -> above.add(Condition.stopped(upper.name(), node)));
    layers.all().forEach(own -> above.remove(Condition.stopped(own.name(), node)));
    Step.Builder step =
        Step.layer(layers.name(), "deactivate", node)
            .says("Deactivate the group and its volumes", "it is active")
            .mark(Mark.CHANGE)
            .effect(Effect.DISRUPTIVE)
            .runs(Command.exec("systemctl", "stop", "--", Units.group(layers.name())))
            .check(guards(layers, context).isInactive())
            .needs(above)
            .provides(Condition.stopped(layers.name(), node));
    layers.all().forEach(own -> step.provides(Condition.stopped(own.name(), node)));
    return step.build();
  }
}
