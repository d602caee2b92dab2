package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A resource whose disks have grown on both nodes, or will: resized online, from the primary
 * (drbdadm(8), {@code resize}). Only with both nodes connected and up to date, and never with
 * {@code --assume-peer-has-space} or {@code --assume-clean}: the disks are measured on both nodes,
 * and what is new is copied.
 *
 * <p>Not offline: internal metadata lies at the end of the disk and moves with it, and drbdmeta of
 * drbd-utils before 9.35 can copy the bitmap to a wrong place when it does that by itself.
 */
record DrbdGrowth(ResourceView view, Context context) {
  /** Less than that is left alone: the formula for the metadata is an estimate. */
  private static final Size LEAST = Size.mebibytes(2);

  private static final Size SLACK = Size.mebibytes(1);

  /** What it will have when both disks are as declared; empty where it does not grow by that. */
  Optional<Size> grown() {
    return now().flatMap(has -> room().filter(will -> will.bytes() - has.bytes() >= LEAST.bytes()));
  }

  private Optional<Size> now() {
    NodeName node = view.active().getFirst();
    return context
        .facts(node)
        .flatMap(facts -> facts.blocks().at(new DevicePath(view.slot().device())))
        .map(found -> found.size())
        .filter(size -> size.bytes() > 0);
  }

  /** What the smaller of the disks leaves for data; empty while one is not known. */
  private Optional<Size> room() {
    List<Size> disks = new ArrayList<>();
    for (NodeName node : view.nodes()) {
      context.sizeGrown(context.cluster().below(view.declared(), node), node).ifPresent(disks::add);
    }
    return disks.size() == view.nodes().size()
        ? disks.stream().min(Size::compareTo).map(Metadata::left)
        : Optional.empty();
  }

  /** Whether a copy that is behind has to catch up first. */
  private boolean isSettled() {
    return view.seen().stream().allMatch(on -> on.isConnected() && on.isUpToDate());
  }

  List<Step> steps() {
    Optional<Size> grown = grown();
    if (grown.isEmpty()) {
      return List.of();
    }
    NodeName primary = view.active().getFirst();
    List<Step> steps = new ArrayList<>();
    if (!isSettled()) {
      steps.add(settle(primary));
    }
    for (NodeName node : view.nodes()) {
      steps.add(measure(node, grown.get()));
    }
    steps.add(resize(primary, grown.get()));
    NodeName peer = view.peerOf(primary);
    steps.add(
        Step.layer(view.name(), "follow", peer)
            .says(
                "Wait until this node has the new size too, and both copies are equal",
                "what was added is copied from " + primary)
            .mark(Mark.CHANGE)
            .runs(awaitSize(grown.get()), DrbdCommands.awaitSync(view.slot().minor()))
            .check(hasSize(grown.get()))
            .check(view.guards().isUpToDateOnBoth())
            .needs(resized(primary))
            .provides(Condition.grown(view.name(), peer), Condition.grown(view.name(), primary))
            .build());
    return List.copyOf(steps);
  }

  private Condition settled() {
    return new Condition(view.name() + " equal on both");
  }

  private Step settle(NodeName primary) {
    return Step.layer(view.name(), "settle", primary)
        .says("Wait until both copies are equal", "it grows only when they are")
        .mark(Mark.CHANGE)
        .runs(
            DrbdCommands.awaitConnection(view.slot().minor()),
            DrbdCommands.awaitSync(view.slot().minor()))
        .check(view.guards().isUpToDateOnBoth())
        .needs(Condition.active(view.name(), primary), DrbdPlanner.connected(view.name()))
        .provides(settled())
        .build();
  }

  private Condition measured(NodeName node) {
    return new Condition(view.name() + " measured on " + node);
  }

  private Condition resized(NodeName node) {
    return new Condition(view.name() + " resized on " + node);
  }

  private Step measure(NodeName node, Size grown) {
    DevicePath disk = context.device(context.cluster().below(view.declared(), node), node);
    return Step.layer(view.name(), "measure", node)
        .says(
            "Measure whether " + disk + " has room for " + grown,
            "it grows only when the disks of both nodes have")
        .mark(Mark.CHANGE)
        .guard(view.guards().isBackedBy(disk))
        .check(
            Guard.that(
                disk + " has room for " + grown,
                """
                size=$(blockdev --getsize64 %1$s)
                [ "$size" -ge %2$d ] || { echo "it has $size bytes"; exit 1; }"""
                    .formatted(Shell.quote(disk.text()), grown.bytes())))
        .needs(context.belowGrown(view.declared(), node))
        .provides(measured(node))
        .build();
  }

  private Step resize(NodeName primary, Size grown) {
    Step.Builder step =
        Step.layer(view.name(), "resize", primary)
            .says(
                "Grow it from %s to %s".formatted(now().orElseThrow(), grown),
                "the disks below it are larger on both nodes")
            .mark(Mark.CHANGE)
            .guard(view.guards().isTheOneMeant())
            .guard(view.guards().isPrimary())
            .guard(view.guards().isUpToDateOnBoth())
            .runs(Command.exec("drbdadm", "resize", view.name().text()), awaitSize(grown))
            .check(hasSize(grown))
            .needs(Condition.active(view.name(), primary), settled())
            .provides(resized(primary));
    view.nodes().forEach(node -> step.needs(measured(node)));
    return step.build();
  }

  private String measuredSize() {
    return "size=$(($(cat /sys/block/drbd%d/size) * 512))".formatted(view.slot().minor());
  }

  private Command awaitSize(Size grown) {
    return Command.script(
        """
        tries=0
        while %1$s; [ "$size" -lt %2$d ] && [ "$tries" -lt 120 ]; do
          progress "it has $size bytes"
          tries=$((tries + 1))
          sleep 1
        done"""
            .formatted(measuredSize(), least(grown)));
  }

  private Guard hasSize(Size grown) {
    return Guard.that(
        view.slot().device() + " has " + grown + ", within " + SLACK,
        "%s\n[ \"$size\" -ge %d ] || { echo \"it has $size bytes\"; exit 1; }"
            .formatted(measuredSize(), least(grown)));
  }

  private static long least(Size grown) {
    return grown.bytes() - SLACK.bytes();
  }
}
