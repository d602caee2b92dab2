package io.cairn.engine.raid;

import io.cairn.engine.Begun;
import io.cairn.engine.Blanking;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From what is observed to what is declared, for one array on one node. */
final class RaidPlanner {
  private final RaidView view;
  private final Context context;
  private final RaidGuards guards;
  private final RaidCommands commands;

  RaidPlanner(RaidView view, Context context) {
    this.view = view;
    this.context = context;
    this.guards = new RaidGuards(view);
    this.commands = new RaidCommands(view);
  }

  List<Step> steps() {
    if (view.facts().unknown().isPresent()) {
      return List.of();
    }
    if (view.isNew()) {
      return List.of(create());
    }
    if (view.isHalfMade()) {
      return List.of(unmake(), create());
    }
    if (view.isAssembledHalfway() || (view.named().isEmpty() && isWhole())) {
      return List.of(assemble());
    }
    List<Step> steps = new ArrayList<>();
    view.array().filter(MdArray::isStarted).flatMap(this::name).ifPresent(steps::add);
    steps.addAll(new MemberReplacement(view, context).steps());
    return List.copyOf(steps);
  }

  private Condition unmade() {
    return new Condition(view.layer().name() + " unmade on " + view.node());
  }

  /** Takes back what an interrupted creation has left. */
  private Step unmake() {
    String uuid = view.identities().iterator().next();
    Step.Builder step =
        Step.layer(view.layer().name(), "unmake", view.node())
            .says("Take back the half-made array", "making it was interrupted")
            .mark(Mark.CHANGE)
            .effect(Effect.DESTRUCTIVE)
            .guard(guards.isBeingMade())
            .guard(guards.isUnusedIfStarted());
    List<Command> run =
        new ArrayList<>(List.of(RaidCommands.stopIfThere(uuid), RaidCommands.SETTLE));
    for (RaidView.Member member : view.carriers()) {
      step.guard(guards.belongsTo(member.path(), uuid))
          .guard(RaidGuards.isEmpty(member.path()))
          .check(Blanking.isBlank(member.path()));
      run.add(RaidCommands.zeroSuperblock(member.path()));
      run.add(Blanking.zeroBeginning(member.path()));
    }
    return step.runs(run).needs(Condition.node("packages", view.node())).provides(unmade()).build();
  }

  /** Every declared member carries the one array. */
  private boolean isWhole() {
    return view.carriers().size() == view.members().size() && view.identities().size() == 1;
  }

  private Step create() {
    String size =
        sizes().map(all -> ", at least " + ArrayRoom.atLeast(view.layer().level(), all)).orElse("");
    Step.Builder step =
        Step.layer(view.layer().name(), "create", view.node())
            .says(
                "Make a %s of %d members%s"
                    .formatted(view.layer().type(), view.members().size(), size),
                "there is none, and its members are blank")
            .effect(Effect.DESTRUCTIVE)
            .guard(guards.isAbsent());
    view.members().forEach(member -> blank(member, step));
    List<Command> run =
        new ArrayList<>(
            List.of(
                commands.beginMaking(),
                commands.create(evenness()),
                RaidCommands.SETTLE,
                commands.keepIdentity(),
                Command.put(commands.entryOfKept()),
                commands.endMaking()));
    Begun wiping = RaidProbes.wiping(view.layer());
    if (wiping.isThere(view.facts().node())) {
      run.add(wiping.end());
    }
    return step.runs(run)
        .check(guards.isMade())
        .check(guards.isNamed())
        .needs(context.belowReady(view.layer(), view.node()))
        .needs(Condition.node("packages", view.node()), unmade())
        .provides(Condition.ready(view.layer().name(), view.node()))
        .build();
  }

  private void blank(RaidView.Member member, Step.Builder step) {
    member
        .found()
        .map(Device::size)
        .ifPresent(size -> step.guard(Blanking.isOfSize(member.path(), "a device", size)));
    step.guard(Blanking.isUnused(member.path()))
        .guard(Guard.isClosed(member.path()))
        .guard(Blanking.isBlank(member.path()));
    if (Blanking.isToBeProven(member.ground(), context.cluster())) {
      step.guard(guards.isZeroOrWasBeingWiped(member.path()));
    }
  }

  private Optional<List<Size>> sizes() {
    List<Size> sizes =
        view.members().stream().flatMap(m -> m.found().stream()).map(Device::size).toList();
    return sizes.size() == view.members().size() ? Optional.of(sizes) : Optional.empty();
  }

  private RaidCommands.Evenness evenness() {
    return sizes().filter(RaidRules::differ).isPresent()
        ? RaidCommands.Evenness.DIFFERENT
        : RaidCommands.Evenness.ALIKE;
  }

  private Step assemble() {
    String uuid = view.identities().iterator().next();
    Step.Builder step =
        Step.layer(view.layer().name(), "assemble", view.node())
            .says("Start the array that is on its members", "it is not started")
            .guard(guards.isAbsent());
    view.members().forEach(member -> step.guard(guards.belongsTo(member.path(), uuid)));
    ManagedFile entry = commands.entry(uuid);
    List<Command> run = new ArrayList<>();
    if (view.isAssembledHalfway()) {
      run.add(RaidCommands.stopIfThere(uuid));
    }
    run.addAll(List.of(commands.assemble(uuid), RaidCommands.SETTLE));
    if (!entry.isIn(view.facts().node())) {
      run.add(Command.put(entry));
    }
    return step.runs(run)
        .check(guards.isMade())
        .needs(Condition.node("packages", view.node()))
        .provides(Condition.ready(view.layer().name(), view.node()))
        .build();
  }

  /** Its line in mdadm.conf, and the end of making it, where these were cut off. */
  private Optional<Step> name(MdArray array) {
    if (array.uuid().isEmpty()) {
      return Optional.empty();
    }
    String uuid = array.uuid().get();
    List<Command> run = new ArrayList<>();
    List<String> why = new ArrayList<>();
    if (!commands.entry(uuid).isIn(view.facts().node())) {
      why.add("it is not named there");
      run.add(Command.put(commands.entry(uuid)));
    }
    if (view.isMarkedAsBeingMade()) {
      why.add("making it was interrupted at the end");
      run.add(commands.endMaking());
    }
    if (run.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Step.layer(view.layer().name(), "name", view.node())
            .says("Name the array in mdadm.conf", String.join("; ", why))
            .mark(Mark.CHANGE)
            .guard(guards.isThatOne(uuid))
            .runs(run)
            .check(guards.isNamed())
            .needs(Condition.node("packages", view.node()))
            .build());
  }
}
