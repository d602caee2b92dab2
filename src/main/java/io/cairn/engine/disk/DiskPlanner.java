package io.cairn.engine.disk;

import io.cairn.engine.Blanking;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From what is observed to what is declared, for one disk of one node. */
record DiskPlanner(DiskView view) {

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    Optional<Device> disk = view.disk();
    if (disk.isEmpty() || !view.foreign().isEmpty()) {
      return steps;
    }
    List<String> present = new ArrayList<>(view.present());
    Optional<Condition> before = Optional.empty();
    for (Layer.Partition layer : view.declared()) {
      if (view.partition(layer).isEmpty()) {
        steps.add(make(layer, disk.get(), present, before));
        before = Optional.of(Condition.ready(layer.name(), view.node()));
        present.add(PartitionName.of(layer));
      }
    }
    return steps;
  }

  private Step make(
      Layer.Partition layer, Device disk, List<String> present, Optional<Condition> before) {
    DiskCommands commands = new DiskCommands(view.path());
    Step.Builder step =
        Step.layer(layer.name(), "create", view.node())
            .says(
                "Make a partition of %s on %s"
                    .formatted(
                        layer.size().map(Object::toString).orElse("all that is left"), view.path()),
                present.isEmpty() ? "the disk is blank" : "it is not there")
            .effect(Effect.DESTRUCTIVE)
            .guard(commands.isDisk(disk.size()));
    if (present.isEmpty()) {
      step.guard(commands.isBlank())
          .guard(Blanking.isZeroAtItsBeginning(view.path()))
          .guard(commands.isUnused())
          .guard(Guard.isClosed(view.path()))
          .runs(commands.first(layer), DiskCommands.SETTLE);
    } else {
      step.guard(commands.holdsOnly(present))
          .runs(commands.further(layer), commands.tellKernel(), DiskCommands.SETTLE);
    }
    before.ifPresent(step::needs);
    return step.check(commands.isMade(layer))
        .needs(Condition.node("packages", view.node()))
        .provides(Condition.ready(layer.name(), view.node()))
        .build();
  }

  /** Takes the layer's partition away, where it is there. */
  Optional<Step> delete(Layer.Partition layer, Context context) {
    if (view.partition(layer).isEmpty() || view.disk().isEmpty()) {
      return Optional.empty();
    }
    DiskCommands commands = new DiskCommands(view.path());
    Set<Condition> above = new HashSet<>();
    context
        .cluster()
        .above(layer)
        .forEach(upper -> above.add(Condition.gone(upper.name(), view.node())));
    return Optional.of(
        Step.layer(layer.name(), "delete", view.node())
            .says("Delete the partition on " + view.path(), "it was named to be destroyed")
            .mark(Mark.DESTROY)
            .effect(Effect.DESTRUCTIVE)
            .guard(commands.isDisk(view.disk().get().size()))
            .guard(
                commands.isMade(
                    new Layer.Partition(
                        layer.name(), layer.over(), layer.declaredNodes(), Optional.empty())))
            .guard(DiskCommands.isIdle(layer))
            .runs(commands.delete(layer), DiskCommands.SETTLE)
            .check(DiskCommands.isGone(layer))
            .needs(above)
            .provides(Condition.gone(layer.name(), view.node()))
            .build());
  }
}
