package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which node is primary, and which node remembers to have been. */
final class Placement {
  private final ResourceView view;
  private final boolean isBeingBuilt;

  /**
   * The placement of one resource.
   *
   * @param isBeingBuilt whether steps of the same plan bring it up or connect it first
   */
  Placement(ResourceView view, boolean isBeingBuilt) {
    this.view = view;
    this.isBeingBuilt = isBeingBuilt;
  }

  static Condition synced(LayerName resource, NodeName node) {
    return new Condition(resource + " up to date on " + node);
  }

  List<Step> steps() {
    List<ResourceView.OnNode> primaries =
        view.seen().stream().filter(ResourceView.OnNode::isPrimary).toList();
    return switch (primaries.size()) {
      case 0 -> promotion();
      case 1 -> heal(primaries.getFirst());
      // two primaries are a finding, and nothing that a plan may change
      default -> List.of();
    };
  }

  private List<Step> promotion() {
    NodeName node = view.active().getFirst();
    boolean isElsewhere =
        view.seen().stream()
            .anyMatch(on -> on.minor().filter(m -> m.role().peer().equals("Primary")).isPresent());
    Optional<ResourceView.OnNode> target = view.on(node);
    if (isElsewhere || target.isEmpty() || !mayPromote(target.get())) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    if (mustWait(target.get())) {
      steps.add(await(node));
    }
    steps.add(promote(view, node, "it is primary on no node"));
    return steps;
  }

  /** Nothing smells: the nodes see each other, or will after the steps before this one. */
  private boolean mayPromote(ResourceView.OnNode target) {
    boolean connects = target.isConnected() || isBeingBuilt;
    boolean hasGoodCopy =
        isBeingBuilt
            || target.isUpToDate()
            || target.minor().filter(ProcDrbd.Minor::isSyncTarget).isPresent();
    return connects && hasGoodCopy;
  }

  /** Whether the other node has the only good copy for now. */
  private boolean mustWait(ResourceView.OnNode target) {
    if (target.minor().filter(ProcDrbd.Minor::isSyncTarget).isPresent()) {
      return true;
    }
    if (Rebuild.of(view).filter(rebuild -> rebuild.from().equals(target)).isPresent()) {
      return false;
    }
    return switch (FirstSync.of(view)) {
      case FirstSync.Skip _ -> false;
      case FirstSync.From(var source, _) -> !source.equals(target.node());
      // both were written to before: which is newer shows only when they meet
      case FirstSync.NotNeeded _ -> isBeingBuilt;
    };
  }

  private Step await(NodeName node) {
    return Step.layer(view.name(), "catch-up", node)
        .says("Wait until the copy here is up to date", "the other node may have newer data")
        .runs(DrbdCommands.awaitSync(view.slot().minor()))
        .check(view.guards().isUpToDateHere())
        .needs(Condition.ready(view.name(), node))
        .provides(synced(view.name(), node))
        .build();
  }

  /** Makes it primary with the peer's consent. */
  static Step promote(ResourceView view, NodeName node, String why) {
    return Step.layer(view.name(), "promote", node)
        .says("Make it primary", why)
        .guard(view.guards().isTheOneMeant())
        .guard(view.guards().isUpToDateHere())
        .guard(view.guards().isPeerSecondary())
        .runs(
            DrbdCommands.mark(view.name(), HolderMark.Reach.WITH_PEER),
            DrbdCommands.promote(view.name()))
        .check(view.guards().isPrimary())
        .needs(Condition.ready(view.name(), node), synced(view.name(), node))
        .provides(Condition.active(view.name(), node))
        .build();
  }

  /** Makes it secondary; what lies over it has been stopped. */
  static Step demote(ResourceView view, NodeName node, Context context) {
    Step.Builder step =
        Step.layer(view.name(), "demote", node)
            .says("Make it secondary", "what lies over it is stopped")
            .mark(Mark.CHANGE)
            .effect(Effect.DISRUPTIVE)
            .runs(DrbdCommands.demote(view.name()), DrbdCommands.unmark(view.name()))
            .check(
                view.near().isPresent()
                    ? view.guards().isNotPrimary()
                    : view.guards().isSecondary())
            .provides(Condition.stopped(view.name(), node));
    for (Layer above : context.cluster().above(view.declared())) {
      step.needs(Condition.stopped(above.name(), node));
      if (above instanceof Layer.Drbd) {
        step.needs(DrbdRemoval.down(above.name(), node));
      }
    }
    return step.build();
  }

  /** What a kill or a hand left behind: a primary without its unit or mark, a mark too many. */
  private List<Step> heal(ResourceView.OnNode primary) {
    List<Step> steps = new ArrayList<>();
    boolean isUnitActive = primary.known().isActive(DrbdPaths.primaryUnit(view.name()));
    Optional<HolderMark> mark = primary.known().mark();
    boolean isMarkRight =
        mark.filter(found -> found.reach() == HolderMark.Reach.WITH_PEER || !isInSync(primary))
            .isPresent();
    if (!isUnitActive || !isMarkRight) {
      steps.add(adopt(primary, mark));
    }
    view.seen().stream()
        .filter(on -> !on.equals(primary) && on.known().mark().isPresent() && on.isConnected())
        .forEach(on -> steps.add(unmark(on.node(), primary.node())));
    view.near()
        .flatMap(ResourceView.NearEnd::idle)
        .filter(on -> on.known().mark().isPresent())
        .ifPresent(on -> steps.add(unmarkIdle(view, on.node(), primary.node())));
    return steps;
  }

  private static boolean isInSync(ResourceView.OnNode on) {
    return on.minor()
        .filter(m -> m.isConnected() && m.disk().toString().equals("UpToDate/UpToDate"))
        .isPresent();
  }

  private Step adopt(ResourceView.OnNode primary, Optional<HolderMark> mark) {
    HolderMark.Reach reach =
        isInSync(primary)
            ? HolderMark.Reach.WITH_PEER
            : mark.map(HolderMark::reach).orElse(HolderMark.Reach.WITH_PEER);
    return Step.layer(view.name(), "adopt", primary.node())
        .says(
            "Let it be primary here after a reboot too",
            "it is primary, and its unit or mark is not set so")
        .mark(Mark.CHANGE)
        .guard(view.guards().isPrimary())
        .runs(
            DrbdCommands.mark(view.name(), reach),
            Command.exec("systemctl", "start", DrbdPaths.primaryUnit(view.name())))
        .check(view.guards().isPrimary())
        .needs(ResourceSetup.configured(view.name(), primary.node()))
        .needs(DrbdPlanner.up(view.name(), primary.node()))
        .build();
  }

  /** The node of a pair where it is not up at all. */
  static Step unmarkIdle(ResourceView view, NodeName node, NodeName primary) {
    return Step.layer(view.name(), "unmark", node)
        .says("Forget that it was primary here", "it is primary on " + primary)
        .mark(Mark.CHANGE)
        .guard(view.guards().isDown())
        .runs(DrbdCommands.unmark(view.name()))
        .build();
  }

  private Step unmark(NodeName node, NodeName primary) {
    return Step.layer(view.name(), "unmark", node)
        .says("Forget that it was primary here", "it is primary on " + primary)
        .mark(Mark.CHANGE)
        .guard(view.guards().isSecondary())
        .runs(DrbdCommands.unmark(view.name()))
        .build();
  }
}
