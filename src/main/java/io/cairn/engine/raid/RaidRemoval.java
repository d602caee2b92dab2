package io.cairn.engine.raid;

import io.cairn.engine.Begun;
import io.cairn.engine.Blanking;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes an array away, data included; only when it, or what it lies over, was named. */
final class RaidRemoval {
  private final RaidView view;
  private final Context context;
  private final RaidGuards guards;
  private final RaidCommands commands;

  RaidRemoval(RaidView view, Context context) {
    this.view = view;
    this.context = context;
    this.guards = new RaidGuards(view);
    this.commands = new RaidCommands(view);
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (!isNamed(view.layer()) || view.identities().size() > 1 || isOfOthers()) {
      return steps;
    }
    view.array().flatMap(MdArray::uuid).ifPresent(uuid -> steps.add(stop(uuid)));
    if (!view.carriers().isEmpty() || !view.halfWiped().isEmpty()) {
      steps.add(wipe());
    }
    if (!steps.isEmpty() || isListed()) {
      steps.add(forget());
    }
    return steps;
  }

  /** An array of that name that has other members too is not the one that was named. */
  private boolean isOfOthers() {
    return view.named().isPresent() && view.array().isEmpty();
  }

  private boolean isNamed(Layer layer) {
    return context.allowedDestruction().contains(layer.name())
        || context.cluster().lowerLayers(layer).stream().anyMatch(this::isNamed);
  }

  private boolean isListed() {
    String begin = new ManagedFile.Content.Block("array " + view.layer().name(), "").begin() + "\n";
    return view.facts()
        .node()
        .file(RaidProbes.CONFIG)
        .found()
        .filter(text -> text.contains(begin))
        .isPresent();
  }

  private Condition stopped() {
    return Condition.stopped(view.layer().name(), view.node());
  }

  private Condition wiped() {
    return new Condition(view.layer().name() + " wiped on " + view.node());
  }

  private Set<Condition> above() {
    Set<Condition> above = new HashSet<>();
    context
        .cluster()
        .above(view.layer())
        .forEach(upper -> above.add(Condition.gone(upper.name(), view.node())));
    return above;
  }

  private Step stop(String uuid) {
    return Step.layer(view.layer().name(), "stop", view.node())
        .says("Stop the array", "it was named to be destroyed")
        .mark(Mark.DESTROY)
        .effect(Effect.DISRUPTIVE)
        .guard(guards.isThatOne(uuid))
        .guard(Blanking.isUnused(view.device()))
        .guard(Guard.isClosed(view.device()))
        .runs(commands.stop(), RaidCommands.SETTLE)
        .check(guards.isAbsent())
        .needs(above())
        .provides(stopped())
        .build();
  }

  // what was in the data area has lost its signature already; its remains at the beginning would
  // stand in the way of the next use
  private Step wipe() {
    List<RaidView.Member> members = new ArrayList<>(view.carriers());
    members.addAll(view.halfWiped());
    Step.Builder step =
        Step.layer(view.layer().name(), "wipe", view.node())
            .says(
                "Take " + members.size() + " members out of the array",
                "it was named to be destroyed")
            .mark(Mark.DESTROY)
            .effect(Effect.DESTRUCTIVE)
            .guard(guards.isAbsent());
    Begun wiping = RaidProbes.wiping(view.layer());
    List<Command> run = new ArrayList<>();
    run.add(wiping.begin(members.stream().map(RaidView.Member::path).toList()));
    for (RaidView.Member member : members) {
      if (member.content() instanceof MemberContent.Superblock(_, var uuid)) {
        step.guard(guards.belongsTo(member.path(), uuid));
        run.add(RaidCommands.zeroSuperblock(member.path()));
      } else {
        step.guard(guards.wasBeingWiped(member.path()))
            .guard(Guard.isClosed(member.path()))
            .guard(Blanking.isBlank(member.path()));
      }
      step.guard(Blanking.isUnused(member.path())).check(Blanking.isBlank(member.path()));
      run.add(Blanking.zero(member.path()));
    }
    run.add(wiping.end());
    return step.runs(run).needs(stopped()).needs(above()).provides(wiped()).build();
  }

  private Step forget() {
    return Step.layer(view.layer().name(), "remove", view.node())
        .says("Take it out of mdadm.conf", "it was named to be destroyed")
        .mark(Mark.DESTROY)
        .guard(guards.isAbsent())
        .runs(commands.forget())
        .needs(stopped(), wiped())
        .needs(above())
        .provides(Condition.gone(view.layer().name(), view.node()))
        .build();
  }
}
