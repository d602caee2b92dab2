package io.cairn.engine.raid;

import io.cairn.engine.Blanking;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * New disks in the place of failed ones: a declared member that is blank, in an array that lacks
 * one, is added, and the rebuilding is waited for (mdadm(8), "MANAGE MODE"). A disk that was in the
 * array and is well again is left to a person: why it failed, nobody here knows.
 */
record MemberReplacement(RaidView view, Context context) {

  /** Declared members that the array lacks, and that carry nothing. */
  private List<RaidView.Member> fresh(MdArray array) {
    return view.members().stream()
        .filter(member -> member.found().isPresent())
        .filter(member -> member.content() instanceof MemberContent.Blank)
        .filter(member -> view.isLost(member, array))
        .limit(array.missing())
        .toList();
  }

  List<Step> steps() {
    return view.array()
        .filter(array -> array.isStarted() && array.missing() > 0 && array.uuid().isPresent())
        .map(array -> steps(array, fresh(array)))
        .orElse(List.of());
  }

  private List<Step> steps(MdArray array, List<RaidView.Member> fresh) {
    if (fresh.isEmpty()) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    fresh.forEach(member -> steps.add(add(array, member)));
    Step.Builder rebuilt =
        Step.layer(view.layer().name(), "rebuild", view.node())
            .says("Wait until it is rebuilt", "until then another failing disk can lose it all")
            .mark(Mark.CHANGE)
            .runs(awaitRebuilt())
            .check(isWhole());
    fresh.forEach(member -> rebuilt.needs(added(member)));
    steps.add(rebuilt.build());
    return List.copyOf(steps);
  }

  private Condition added(RaidView.Member member) {
    return new Condition(member.path() + " added to " + view.layer().name() + " on " + view.node());
  }

  private Step add(MdArray array, RaidView.Member member) {
    int place = view.members().indexOf(member) + 1;
    Step.Builder step =
        Step.layer(view.layer().name(), "add-" + place, view.node())
            .says(
                "Put " + member.path() + " into the array in the place of a lost member",
                "it lacks %d of %d members, and this disk is blank"
                    .formatted(array.missing(), array.wanted()))
            .mark(Mark.CHANGE)
            .effect(Effect.DESTRUCTIVE)
            .guard(new RaidGuards(view).isThatOne(array.uuid().orElseThrow()))
            .guard(lacksOne());
    member
        .found()
        .map(Device::size)
        .ifPresent(size -> step.guard(Blanking.isOfSize(member.path(), "a device", size)));
    if (RaidRules.isAway(member, array)) {
      // else the array itself still holds it, as a failed member
      step.guard(Blanking.isUnused(member.path()));
    }
    step.guard(Guard.isClosed(member.path())).guard(Blanking.isBlank(member.path()));
    if (Blanking.isToBeProven(member.ground(), context.cluster())) {
      step.guard(Blanking.isZeroAtItsBeginning(member.path()));
    }
    return step.runs(forgetLost(), add(member), RaidCommands.SETTLE)
        .check(isIn(member))
        .needs(Condition.node("packages", view.node()))
        .needs(context.belowReady(view.layer(), view.node()))
        .provides(added(member))
        .build();
  }

  private String sysfs() {
    return "md=$(readlink -f %s); md=/sys/block/${md##*/}/md"
        .formatted(Shell.quote(view.device().text()));
  }

  private Guard lacksOne() {
    return Guard.that(
        view.fullName() + " lacks a member",
        sysfs() + "\n[ \"$(cat \"$md/degraded\")\" -gt 0 ] || { echo 'it lacks none'; exit 1; }");
  }

  // mdadm 4.4 takes no name with a colon for --manage, as the array's link has one
  private String manage() {
    return "mdadm --manage \"$(readlink -f %s)\"".formatted(Shell.quote(view.device().text()));
  }

  /** Failed members, and those whose disk is gone. */
  private Command forgetLost() {
    return Command.script(manage() + " --remove failed\n" + manage() + " --remove detached");
  }

  private Command add(RaidView.Member member) {
    return Command.script(manage() + " --add " + Shell.quote(member.path().text()));
  }

  private Guard isIn(RaidView.Member member) {
    return Guard.that(
        member.path() + " is a member of " + view.fullName(),
        """
        %s
        kernel=$(readlink -f %s)
        state=$(cat "$md/dev-${kernel##*/}/state") || exit 1
        case $state in *faulty*) echo "it is $state"; exit 1 ;; esac"""
            .formatted(sysfs(), Shell.quote(member.path().text())));
  }

  private Command awaitRebuilt() {
    return Command.script(
        """
        %s
        while [ "$(cat "$md/degraded")" -gt 0 ]; do
          case $(cat "$md/sync_action") in recover|resync|reshape) ;; *) break ;; esac
          progress "$(cat "$md/sync_completed") sectors, $(cat "$md/sync_speed") KiB/s"
          sleep 2
        done
        udevadm settle --timeout=30"""
            .formatted(sysfs()));
  }

  private Guard isWhole() {
    return Guard.that(
        view.fullName() + " has all its members",
        sysfs()
            + "\nlacks=$(cat \"$md/degraded\")\n[ \"$lacks\" = 0 ] || { echo \"it lacks $lacks\"; exit 1; }");
  }
}
