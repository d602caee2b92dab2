package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.engine.UnlessThere;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision.Part;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** From what is observed to what is declared, for the volumes of one group on one node. */
final class VolumePlanner {
  private final GroupLayers layers;
  private final NodeName node;
  private final Context context;
  private final LvmFacts facts;
  private final LvmGuards guards;
  private final String tag;

  VolumePlanner(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {
    this.layers = layers;
    this.node = node;
    this.context = context;
    this.facts = facts;
    this.guards = GroupPlanner.guards(layers, context);
    this.tag = LvmCommands.tag(context.cluster().name());
  }

  List<Step> steps() {
    Optional<Room> room = Room.of(layers, node, context, facts);
    List<Step> steps = new ArrayList<>();
    if (room.isEmpty() || !room.get().fits()) {
      return steps;
    }
    for (Layer.LogicalVolume volume : layers.volumes()) {
      create(volume, room.get()).ifPresent(steps::add);
      steps.addAll(
          new CachePlanner(volume, layers, node, context, facts)
              .steps(room.get().part(volume.name())));
    }
    for (Layer.ThinPool pool : layers.pools()) {
      create(pool, room.get()).or(() -> mend(pool)).ifPresent(steps::add);
      layers.thinVolumes(pool).forEach(thin -> create(thin, pool).ifPresent(steps::add));
    }
    return steps;
  }

  private Optional<Volume> observed(LayerName name) {
    return facts.volume(layers.name(), name.text());
  }

  private List<DevicePath> on(Optional<Below> on) {
    return Room.place(on, node, context);
  }

  /** As in {@code on /dev/vdb, /dev/vdc}; nothing where any place will do. */
  static String where(List<DevicePath> on) {
    return on.isEmpty()
        ? ""
        : on.stream().map(DevicePath::text).collect(Collectors.joining(", ", " on ", ""));
  }

  private Step.Builder step(Layer layer, String verb) {
    return Step.layer(layer.name(), verb, node)
        .guard(guards.isOurs())
        .needs(
            Condition.ready(layers.name(), node),
            Condition.active(layers.name(), node),
            GroupPlanner.prepared(layers.name(), node),
            GroupMending.mended(layers.name(), node),
            CachePlanner.freed(layers.name(), node),
            ViewPlanner.set(node))
        .provides(Condition.ready(layer.name(), node), Condition.active(layer.name(), node));
  }

  private String why(Room room) {
    return whyMade() + "; " + room.sum() + ", " + room.left() + " left";
  }

  private boolean isHidden() {
    return facts.hides(layers, context.devicesBelow(layers.group(), node));
  }

  private String whyMade() {
    return isHidden() ? "what is in " + layers.name() + " cannot be read yet" : "it is not there";
  }

  private String unlessThere() {
    return isHidden() ? UnlessThere.WORDS : "";
  }

  /** Makes it, and proves that it is there; what could not be looked at, only if it is not. */
  private Step.Builder make(
      Step.Builder step, Layer layer, String type, Size size, List<Command> commands) {
    String name = layer.name().text();
    Guard ours = guards.isOurs(name, type);
    return isHidden()
        ? step.runs(new UnlessThere(name, ours).easedCommand(commands)).check(ours)
        : step.guard(guards.hasNo(name)).runs(commands).check(guards.isMade(name, type, size));
  }

  private Optional<Step> create(Layer.LogicalVolume volume, Room room) {
    if (observed(volume.name()).isPresent()) {
      return Optional.empty();
    }
    List<DevicePath> on = on(volume.on());
    Extents data = room.part(volume.name()).data();
    String name = volume.name().text();
    Step.Builder step =
        step(volume, "create")
            .says("Make the volume of " + data + where(on) + unlessThere(), why(room))
            .provides(created(volume.name(), node));
    make(
        step,
        volume,
        "linear",
        data.size(),
        List.of(LvmCommands.createVolume(layers.name(), name, tag, data, on), LvmCommands.SETTLE));
    if (on.isEmpty()) {
      step.needs(afterThoseWithAPlace());
    }
    return Optional.of(step.build());
  }

  /** What may lie anywhere must not take the room of what may not. */
  private List<Condition> afterThoseWithAPlace() {
    List<Condition> before = new ArrayList<>();
    layers.volumes().stream()
        .filter(v -> v.on().isPresent())
        .forEach(v -> before.add(Condition.ready(v.name(), node)));
    layers.pools().stream()
        .filter(p -> p.on().isPresent())
        .forEach(p -> before.add(Condition.ready(p.name(), node)));
    return before;
  }

  // both of its steps make it ready; this tells which comes first
  static Condition created(LayerName volume, NodeName node) {
    return new Condition(volume + " made on " + node);
  }

  private Optional<Step> create(Layer.ThinPool pool, Room room) {
    if (observed(pool.name()).isPresent()) {
      return Optional.empty();
    }
    List<DevicePath> on = on(pool.on());
    Part of = room.part(pool.name());
    Step.Builder step =
        step(pool, "create")
            .says(
                "Make the thin pool of %s, chunks of %s, and metadata of %s%s%s"
                    .formatted(
                        of.data(),
                        LvmCommands.chunk(pool, of),
                        of.metadata(),
                        where(on),
                        unlessThere()),
                why(room) + overcommitment(pool, of.data().size()));
    make(
        step,
        pool,
        "thin-pool",
        of.data().size(),
        new Making(layers.name())
            .around(pool.name().text(), LvmCommands.createPool(layers.name(), pool, tag, of, on)));
    if (pool.autoExtend().isOn()) {
      step.check(guards.isWatched(pool.name()));
    }
    if (on.isEmpty()) {
      step.needs(afterThoseWithAPlace());
    }
    return Optional.of(step.build());
  }

  private String overcommitment(Layer.ThinPool pool, Size data) {
    return new Overcommitment(layers.thinVolumes(pool), data)
        .inWords()
        .map(s -> "; " + s)
        .orElse("");
  }

  /** What a pool that is there lacks. */
  private Optional<Step> mend(Layer.ThinPool pool) {
    Volume there = observed(pool.name()).orElseThrow();
    List<Command> commands = new ArrayList<>();
    List<String> why = new ArrayList<>();
    List<Guard> checks = new ArrayList<>();
    String profile = LvmPaths.profileName(pool.name());
    if (there.profile().filter(profile::equals).isEmpty()) {
      why.add("it does not go by its profile");
      commands.add(LvmCommands.useProfile(layers.name(), pool.name()));
    }
    if (pool.autoExtend().isOn() && there.monitoring() == Volume.Monitoring.NOT_WATCHED) {
      why.add("nothing watches it, so it would not grow by itself");
      commands.add(LvmCommands.watch(layers.name(), pool.name()));
      checks.add(guards.isWatched(pool.name()));
    }
    if (commands.isEmpty()) {
      return Optional.empty();
    }
    Step.Builder step =
        step(pool, "watch")
            .says("Have it grow by itself as declared", String.join("; ", why))
            .mark(Mark.CHANGE)
            .guard(guards.isOurs(pool.name().text(), "thin-pool"))
            .runs(commands);
    checks.forEach(step::check);
    return Optional.of(step.build());
  }

  private Optional<Step> create(Layer.ThinVolume volume, Layer.ThinPool pool) {
    if (observed(volume.name()).isPresent()) {
      return Optional.empty();
    }
    Step.Builder step =
        step(volume, "create")
            .says(
                "Make the thin volume of " + volume.size() + " in " + pool.name() + unlessThere(),
                whyMade());
    return Optional.of(
        make(
                step,
                volume,
                "thin",
                volume.size(),
                List.of(
                    LvmCommands.createThin(layers.name(), volume, pool.name(), tag),
                    LvmCommands.SETTLE))
            .needs(Condition.ready(pool.name(), node), Condition.active(pool.name(), node))
            .build());
  }
}
