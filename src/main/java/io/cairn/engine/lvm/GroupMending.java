package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What interrupted commands of LVM have left of a group that is Cairn's: metadata that are not the
 * same on all its devices, or not on all of them, and volumes on the way to a pool.
 */
record GroupMending(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {

  /** All other steps of the group wait for these. */
  static Condition mended(LayerName group, NodeName node) {
    return new Condition(group + " mended on " + node);
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (isOurs()) {
      even().ifPresent(steps::add);
      unmake().or(this::complete).ifPresent(steps::add);
      tidy().ifPresent(steps::add);
      steps.addAll(finish());
    }
    return steps;
  }

  /** For the removal of the group, which takes the rest with it. */
  List<Step> beforeRemoval() {
    List<Step> steps = new ArrayList<>();
    if (isOurs()) {
      even().ifPresent(steps::add);
      tidy().ifPresent(steps::add);
      steps.addAll(finish());
    }
    return steps;
  }

  private List<Step> finish() {
    return layers.volumes().stream()
        .flatMap(volume -> new CacheMending(volume, layers, node, context, facts).step().stream())
        .map(
            step ->
                step.needs(Condition.node("packages", node), ViewPlanner.set(node), evened())
                    .provides(mended(layers.name(), node))
                    .build())
        .toList();
  }

  private boolean isOurs() {
    return facts
        .group(layers.name())
        .filter(g -> g.tags().contains(LvmCommands.tag(context.cluster().name())))
        .isPresent();
  }

  private LvmGuards guards() {
    return GroupPlanner.guards(layers, context);
  }

  private Step.Builder step(String verb, String intent, String why) {
    return Step.layer(layers.name(), verb, node)
        .says(intent, why)
        .mark(Mark.CHANGE)
        .needs(Condition.node("packages", node), ViewPlanner.set(node));
  }

  private Condition evened() {
    return new Condition(layers.name() + " evened on " + node);
  }

  /** The newest metadata are the committed ones; LVM itself writes them to all devices so. */
  private Optional<Step> even() {
    boolean uneven =
        facts.complaints().stream()
            .anyMatch(
                complaint ->
                    complaint instanceof Complaint.Uneven(_, var group)
                        && group.equals(Optional.of(layers.name().text())));
    return uneven
        ? Optional.of(
            step(
                    "mend",
                    "Write the group's metadata to all its devices anew",
                    "a change was cut off between two of them")
                .guard(guards().isOursThoughUneven())
                .runs(Command.exec("vgck", "--updatemetadata", "--", layers.name().text()))
                .check(guards().isOurs())
                .provides(evened(), mended(layers.name(), node))
                .build())
        : Optional.empty();
  }

  /**
   * Whether making it was cut off before each of its devices had metadata: those that have none
   * would never get any.
   */
  boolean isHalfMade() {
    List<PhysicalVolume> members = facts.members(layers.name());
    return isOurs()
        && LvmPaths.started(layers.name()).isThere(facts.node())
        && facts.volumes(layers.name()).isEmpty()
        && facts.leftOf(layers.name()).isEmpty()
        && facts
            .group(layers.name())
            .filter(group -> group.missing() == 0)
            .filter(group -> group.copies() > 0 && group.copies() < members.size())
            .isPresent();
  }

  private Optional<Step> unmake() {
    if (!isHalfMade()) {
      return Optional.empty();
    }
    List<DevicePath> devices = context.devicesBelow(layers.group(), node);
    Step.Builder step =
        step("unmake", "Take back the half-made group", "making it was interrupted")
            .effect(Effect.DESTRUCTIVE)
            .guard(guards().isOurs())
            .guard(guards().isBegun())
            .guard(guards().isEmpty());
    return Optional.of(
        step.runs(Command.exec("vgremove", "--", layers.name().text()))
            .check(guards().isAbsent())
            .check(guards().hasLabels(devices))
            .needs(evened())
            .provides(mended(layers.name(), node))
            .build());
  }

  /** It is there, and only the mark of its making was not taken away. */
  private Optional<Step> complete() {
    // with devices still to be taken in, the mark is that step's
    return LvmPaths.started(layers.name()).isThere(facts.node())
            && Extension.of(layers, node, context, facts).isEmpty()
        ? Optional.of(
            step("complete", "Note that the group is made", "making it was interrupted at the end")
                .guard(guards().isOurs())
                .runs(LvmPaths.started(layers.name()).end())
                .needs(evened())
                .provides(mended(layers.name(), node))
                .build())
        : Optional.empty();
  }

  private Optional<Step> tidy() {
    Making making = new Making(layers.name());
    if (!making.isThere(facts.node())) {
      return Optional.empty();
    }
    List<Volume> left = facts.leftOf(layers.name());
    Step.Builder step =
        left.isEmpty()
            ? step("tidy", "Note that its pool is made", "making it was interrupted at the end")
            : step(
                    "tidy",
                    "Remove what is left of a pool: "
                        + left.stream().map(Volume::name).collect(Collectors.joining(", ")),
                    "making it was interrupted")
                .effect(Effect.DESTRUCTIVE);
    step.guard(guards().isOurs());
    List<Command> commands = new ArrayList<>();
    for (Volume volume : left) {
      step.guard(guards().isLeft(volume, making)).check(guards().hasNo(volume.name()));
      if (volume.tags().isEmpty()) {
        // by such a name goes also what a person makes there without thinking of one
        commands.add(LvmCommands.mustBeBlank(layers.name(), volume.name()));
      }
      commands.add(LvmCommands.removeVolume(layers.name(), volume.name()));
    }
    commands.add(making.end());
    return Optional.of(
        step.runs(commands).needs(evened()).provides(mended(layers.name(), node)).build());
  }
}
