package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A note on a node of where the metadata of a resource are: internal metadata stay where the disk
 * ended before it grew, until DRBD is told. drbdmeta moves them when a disk has grown while the
 * resource was down, and before drbd-utils 9.35 it copies the bitmap to a wrong place then.
 *
 * <p>So from before the disk grows until DRBD is told a synced note says how large it was. A node
 * that stops in between finds the metadata by it when it brings the resource up (see {@link
 * NodeScript}): a volume gets its size back; over the resource of a pair, whose size both nodes
 * have agreed on, the kernel is shown the former end and then told.
 *
 * <p>Either node of a pair may be the next to bring the upper resource up, so both have its note,
 * and before the volume of either grows: the lower resource can grow from then on by itself, when
 * its nodes meet anew.
 */
record FormerEnd(ResourceView view, Context context) {

  /** Right before the disk grows; nothing where there are no metadata that would be left behind. */
  List<Command> beforeGrowth(NodeName node) {
    return isOverPair(node) || !hasMetadata(node) ? List.of() : List.of(write(disk(node)));
  }

  /** Before the disks of a pair grow: what its nodes have to know of the resource over theirs. */
  List<Step> notes() {
    Optional<ResourceView.NearEnd> near = view.near();
    if (near.isEmpty() || !hasMetadata(near.get().active()) || !isPairToGrow(near.get())) {
      return List.of();
    }
    NodeName holder = near.get().active();
    LayerName lower = near.get().lower();
    List<Step> steps = new ArrayList<>();
    steps.add(
        noting(holder, "it lies over " + lower + ", which will grow")
            .guard(view.guards().isTheOneMeant())
            .runs(write(disk(holder)))
            .needs(Condition.active(lower, holder), DrbdPlanner.up(view.name(), holder))
            .needs(DrbdPlanner.connected(view.name()), DrbdPlanner.connected(lower))
            .needs(DrbdGrowth.settled(view.name()), DrbdGrowth.settled(lower))
            .provides(noted(holder), Condition.preparedForGrowth(lower, holder))
            .build());
    pair(lower).stream()
        .filter(node -> !node.equals(holder))
        .forEach(
            node ->
                steps.add(
                    noting(node, "it would come up here if " + holder + " failed")
                        .carries(
                            holder, Command.exec("cat", DrbdPaths.growing(view.name())), put("cat"))
                        .needs(noted(holder))
                        .provides(Condition.preparedForGrowth(lower, node))
                        .build()));
    return List.copyOf(steps);
  }

  private Step.Builder noting(NodeName node, String why) {
    return Step.layer(view.name(), "note-end", node)
        .says("Note where its metadata are, until DRBD is told of a larger disk", why)
        .mark(Mark.CHANGE)
        .check(DrbdGuards.isWritten(DrbdPaths.growing(view.name())));
  }

  /** On the node of the pair where it is not up: it does not need the note any more. */
  Optional<Step> forget(Condition told) {
    return view.near()
        .filter(near -> isNotedOnIdle(near) || !notes().isEmpty())
        .flatMap(
            near ->
                pair(near.lower()).stream().filter(node -> !node.equals(near.active())).findFirst())
        .map(
            node ->
                Step.layer(view.name(), "forget-end", node)
                    .says("Forget where its metadata were", "they are at the end of its disk")
                    .mark(Mark.CHANGE)
                    .guard(view.guards().isDown())
                    .runs(forget(view.name()))
                    .needs(told)
                    .build());
  }

  static Command forget(LayerName resource) {
    return Command.script(
        "rm -f %s\nsync %s".formatted(DrbdPaths.growing(resource), DrbdPaths.ROLES));
  }

  private static boolean isNotedOnIdle(ResourceView.NearEnd near) {
    return near.idle().filter(on -> on.known().growing().isPresent()).isPresent();
  }

  private Condition noted(NodeName node) {
    return new Condition("end of " + view.name() + " noted on " + node);
  }

  private List<NodeName> pair(LayerName lower) {
    return context.cluster().nodesOf(context.cluster().layer(lower));
  }

  private boolean isPairToGrow(ResourceView.NearEnd near) {
    Layer.Drbd lower = (Layer.Drbd) context.cluster().layer(near.lower());
    DrbdGrowth growth =
        new DrbdGrowth(ResourceView.of(lower, context, Allotment.in(context)), context);
    return growth.grown().isPresent() || pair(near.lower()).stream().anyMatch(growth::isDiskToGrow);
  }

  private boolean isOverPair(NodeName node) {
    return DrbdUnits.isOverPair(view.declared(), node, context.cluster());
  }

  private boolean hasMetadata(NodeName node) {
    return !(view.on(node).map(on -> on.known().disk().metadata()).orElse(new Metadata.None())
        instanceof Metadata.None);
  }

  private DevicePath disk(NodeName node) {
    return context.deviceBelow(view.declared(), node);
  }

  private Command write(DevicePath disk) {
    String path = Shell.quote(disk.text());
    return Command.script(
        """
        # how large the disk was, until DRBD is told that it is larger: its metadata are at that end
        if drbdmeta --force - v08 %1$s internal get-gi > /dev/null 2>&1 < /dev/null; then
          mkdir -p %3$s
          printf '%%s %%s\\n' %1$s "$(blockdev --getsize64 %1$s)" > %2$s.new
          sync %2$s.new
          mv -f %2$s.new %2$s
          sync %3$s
        elif [ ! -s %2$s ]; then
          echo "no metadata at the end of %1$s, and nothing says why" >&2
          exit 1
        fi"""
            .formatted(path, DrbdPaths.growing(view.name()), DrbdPaths.ROLES));
  }

  private Command put(String source) {
    return Command.script(
        """
        mkdir -p %3$s
        %1$s > %2$s.new
        [ -s %2$s.new ]
        sync %2$s.new
        mv -f %2$s.new %2$s
        sync %3$s"""
            .formatted(source, DrbdPaths.growing(view.name()), DrbdPaths.ROLES));
  }
}
