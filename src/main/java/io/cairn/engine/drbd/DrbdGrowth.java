package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A resource whose disks have grown on both nodes, or will: resized online (drbdadm(8), {@code
 * resize}), only with both copies equal, and never with {@code --assume-peer-has-space} or {@code
 * --assume-clean}: the disks are measured on both nodes, and what is new is copied.
 *
 * <p>Internal metadata lies at the end of the disk. The kernel moves it when a node is told of its
 * larger disk; see {@link FormerEnd} for a node that stops before that.
 *
 * <p>Of three nodes the pair's own resource grows first, then the one over it: for that one the
 * device of the first is the disk on the node that has the pair's end.
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

  /** Whether the disk there is declared larger than it is. */
  boolean isDiskToGrow(NodeName node) {
    Below.Ground ground = context.cluster().below(view.declared(), node);
    Optional<Size> now = context.size(ground, node);
    return now.isPresent()
        && context
            .sizeGrown(ground, node)
            .filter(then -> then.compareTo(now.get()) > 0)
            .isPresent();
  }

  /**
   * What it shall have in the end. It has to be told of a larger disk even where it gains nothing
   * by that, and where one was noted and DRBD, as far as anyone knows, not told.
   */
  private Optional<Size> target() {
    boolean isToBeTold =
        view.nodes().stream().anyMatch(this::isDiskToGrow)
            || view.everywhere().stream().anyMatch(on -> on.known().growing().isPresent());
    return grown().or(() -> isToBeTold ? now() : Optional.empty());
  }

  /** Whether a copy that is behind has to catch up first. */
  private boolean isSettled() {
    return view.seen().stream().allMatch(on -> on.isConnected() && on.isUpToDate());
  }

  List<Step> steps() {
    Optional<Size> target = target();
    if (target.isEmpty()) {
      return List.of();
    }
    Size size = target.get();
    NodeName primary = view.active().getFirst();
    List<Step> steps = new ArrayList<>();
    if (!isSettled()) {
      steps.add(settle(primary));
    }
    NodeName peer = view.peerOf(primary);
    steps.add(tell(peer, size).build());
    steps.add(
        tell(primary, size)
            .guard(view.guards().isPrimary())
            .needs(told(peer), Condition.active(view.name(), primary))
            .build());
    steps.add(
        Step.layer(view.name(), "follow", peer)
            .says(
                "Wait until this node has the new size too, and both copies are equal",
                "what was added is copied from " + primary)
            .mark(Mark.CHANGE)
            .runs(awaitSize(size), DrbdCommands.awaitSync(view.slot().minor()))
            .check(hasSize(size))
            .check(view.guards().isUpToDateOnBoth())
            .needs(told(primary))
            .provides(Condition.grown(view.name(), peer), Condition.grown(view.name(), primary))
            .build());
    new FormerEnd(view, context)
        .forget(told(view.near().map(ResourceView.NearEnd::active).orElse(primary)))
        .ifPresent(steps::add);
    return List.copyOf(steps);
  }

  static Condition settled(LayerName resource) {
    return new Condition(resource + " equal on both");
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
        .provides(settled(view.name()))
        .build();
  }

  private Condition told(NodeName node) {
    return new Condition(view.name() + " told of its disk on " + node);
  }

  /** The device grows when the first of its nodes is told, and with it what lies over it. */
  private Set<Condition> prepared() {
    return context.cluster().nodesOf(view.declared()).stream()
        .map(node -> Condition.preparedForGrowth(view.name(), node))
        .collect(Collectors.toSet());
  }

  private DevicePath disk(NodeName node) {
    return context.device(context.cluster().below(view.declared(), node), node);
  }

  private Step.Builder tell(NodeName node, Size grown) {
    DevicePath disk = disk(node);
    return Step.layer(view.name(), "resize", node)
        .says(
            "Tell DRBD that its disk here has room for " + grown,
            "it has %s, and grows when the disks of both nodes have room"
                .formatted(now().orElseThrow()))
        .mark(Mark.CHANGE)
        .guard(view.guards().isTheOneMeant())
        .guard(view.guards().isBackedBy(disk))
        .guard(hasRoom(disk, grown))
        .guard(view.guards().isConnected())
        .runs(
            DrbdCommands.awaitSync(view.slot().minor()),
            DrbdCommands.resize(view.name()),
            FormerEnd.forget(view.name()))
        .check(view.guards().isConnected())
        .needs(context.belowGrown(view.declared(), node))
        .needs(settled(view.name()))
        .needs(prepared())
        .provides(told(node));
  }

  private static Guard hasRoom(DevicePath disk, Size grown) {
    return Guard.that(
        disk + " has room for " + grown,
        """
        size=$(blockdev --getsize64 %1$s)
        [ "$size" -ge %2$d ] || { echo "it has $size bytes"; exit 1; }"""
            .formatted(Shell.quote(disk.text()), grown.bytes()));
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
