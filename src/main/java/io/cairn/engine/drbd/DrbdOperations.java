package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps of operations that no plan from declared and observed ever contains. */
record DrbdOperations(ResourceView view, Context context) {

  private static Condition apart(LayerName resource) {
    return new Condition(resource + " has noticed the loss");
  }

  private static Condition disconnected(LayerName resource, NodeName node) {
    return new Condition(resource + " disconnected on " + node);
  }

  private static Condition rejoined(LayerName resource) {
    return new Condition(resource + " rejoined");
  }

  /** Primary without the peer, on an operator's word or proof that the peer is dead. */
  List<Step> failoverStart(NodeName node) {
    Step notice =
        Step.layer(view.name(), "notice-loss", node)
            .says(
                "Wait until DRBD has noticed that the other node is gone", "it takes some seconds")
            .runs(DrbdCommands.awaitLoss(view.slot().minor()))
            .check(view.guards().isAlone())
            .provides(apart(view.name()))
            .build();
    Step promote =
        Step.layer(view.name(), "promote-alone", node)
            .says("Make it primary without the other node", "the other node is dead")
            .mark(Mark.CHANGE)
            .effect(Effect.DISRUPTIVE)
            .guard(view.guards().isTheOneMeant())
            .guard(view.guards().isAlone())
            .guard(view.guards().isUpToDateHere())
            .runs(
                DrbdCommands.mark(view.name(), HolderMark.Reach.ALONE),
                DrbdCommands.promote(view.name()))
            .check(view.guards().isPrimary())
            .needs(apart(view.name()))
            .provides(Condition.active(view.name(), node))
            .build();
    return List.of(notice, promote);
  }

  /**
   * The node is back: both connect, the one that is behind is resynced, the marks are set right.
   */
  List<Step> rejoin(NodeName node) {
    List<Step> steps = new ArrayList<>();
    if (!view.nodes().contains(node)) {
      return forget(node);
    }
    for (ResourceView.OnNode on : view.seen()) {
      boolean isDown = on.minor().isEmpty();
      boolean gaveUp =
          on.minor().filter(minor -> minor.connection().equals("StandAlone")).isPresent();
      if (isDown || gaveUp) {
        steps.add(
            Step.layer(view.name(), "connect", on.node())
                .says("Let it look for the other node", isDown ? "it is down" : "it had given up")
                .mark(Mark.CHANGE)
                .runs(
                    isDown ? DrbdCommands.bringUp(view.name()) : DrbdCommands.connect(view.name()))
                .check(view.guards().isUp())
                .needs(lowerRejoined(on.node()))
                .provides(DrbdPlanner.up(view.name(), on.node()))
                .build());
      }
    }
    steps.add(resync(node));
    List<NodeName> primaries =
        view.seen().stream()
            .filter(ResourceView.OnNode::isPrimary)
            .map(ResourceView.OnNode::node)
            .toList();
    steps.addAll(settle(primaries, node));
    return steps;
  }

  /** The other node of the pair has it: nothing is to be connected here. */
  private List<Step> forget(NodeName node) {
    Optional<NodeName> primary =
        view.seen().stream()
            .filter(ResourceView.OnNode::isPrimary)
            .map(ResourceView.OnNode::node)
            .findFirst();
    boolean isMarked =
        view.near()
            .flatMap(ResourceView.NearEnd::idle)
            .filter(on -> on.node().equals(node) && on.known().mark().isPresent())
            .isPresent();
    return isMarked && primary.isPresent()
        ? List.of(Placement.unmarkIdle(view, node, primary.get()))
        : List.of();
  }

  private Set<Condition> lowerRejoined(NodeName node) {
    return view.near()
        .filter(end -> end.active().equals(node))
        .map(end -> Set.of(rejoined(end.lower())))
        .orElse(Set.of());
  }

  private Step resync(NodeName node) {
    Step.Builder step =
        Step.layer(view.name(), "resync", node)
            .says("Wait until both copies are equal", "the node was away")
            .mark(Mark.CHANGE)
            .runs(
                DrbdCommands.awaitConnection(view.slot().minor()),
                DrbdCommands.awaitSync(view.slot().minor()))
            .check(view.guards().isUpToDateOnBoth())
            .provides(rejoined(view.name()));
    view.nodes().forEach(one -> step.needs(DrbdPlanner.up(view.name(), one)));
    return step.build();
  }

  /** One mark, on the primary, and without the leave to start alone. */
  private List<Step> settle(List<NodeName> primaries, NodeName returned) {
    List<Step> steps = new ArrayList<>();
    for (ResourceView.OnNode on : view.seen()) {
      if (primaries.contains(on.node())) {
        steps.add(
            Step.layer(view.name(), "mark", on.node())
                .says("Let it start here only together with the other node", "both are there again")
                .mark(Mark.CHANGE)
                .guard(view.guards().isPrimary())
                .runs(DrbdCommands.mark(view.name(), HolderMark.Reach.WITH_PEER))
                .needs(rejoined(view.name()))
                .build());
      } else if (!primaries.isEmpty()
          && on.node().equals(returned)
          && on.known().mark().isPresent()) {
        steps.add(
            Step.layer(view.name(), "unmark", on.node())
                .says("Forget that it was primary here", "the other node took it over")
                .mark(Mark.CHANGE)
                .guard(view.guards().isSecondary())
                .guard(view.guards().isPeerPrimary())
                .runs(DrbdCommands.unmark(view.name()))
                .needs(rejoined(view.name()))
                .build());
      }
    }
    return steps;
  }

  /**
   * Ends a split brain in favour of one side; what lies over the other side has been stopped there.
   */
  List<Step> resolve(SplitBrain split, NodeName keep) {
    NodeName discard = view.peerOf(keep);
    List<Step> steps = new ArrayList<>();
    if (view.on(discard).filter(ResourceView.OnNode::isPrimary).isPresent()) {
      steps.add(Placement.demote(view, discard, context));
    }
    steps.add(disconnect(keep));
    steps.add(disconnect(discard));
    steps.add(discard(split, discard));
    steps.add(connectKept(split, keep));
    steps.add(resync(discard));
    boolean isKeptPrimary = view.on(keep).filter(ResourceView.OnNode::isPrimary).isPresent();
    steps.addAll(settle(isKeptPrimary ? List.of(keep) : List.of(), discard));
    return steps;
  }

  private Step disconnect(NodeName node) {
    return Step.layer(view.name(), "disconnect", node)
        .says("Stop looking for the other node", "both sides are joined in order")
        .mark(Mark.CHANGE)
        .guard(view.guards().isTheOneMeant())
        .runs(DrbdCommands.disconnect(view.name()))
        .check(view.guards().isAlone())
        .provides(disconnected(view.name(), node))
        .build();
  }

  private Step discard(SplitBrain split, NodeName node) {
    Step.Builder step =
        Step.layer(view.name(), "discard", node)
            .says(
                "Give up what was changed here since the nodes parted",
                "the other side was chosen to be kept")
            .mark(Mark.DESTROY)
            .effect(Effect.DESTRUCTIVE)
            .guard(view.guards().isTheOneMeant())
            .guard(view.guards().isSecondary())
            .guard(view.guards().holdsGeneration(generation(split, node)))
            .runs(DrbdCommands.connect(view.name(), "--discard-my-data"))
            .needs(disconnected(view.name(), node))
            .needs(disconnected(view.name(), view.peerOf(node)))
            .needs(Condition.stopped(view.name(), node))
            .provides(DrbdPlanner.up(view.name(), node));
    for (Layer above : context.cluster().above(view.declared())) {
      step.needs(Condition.stopped(above.name(), node));
    }
    return step.build();
  }

  private Step connectKept(SplitBrain split, NodeName node) {
    return Step.layer(view.name(), "connect", node)
        .says("Connect the side that is kept", "the other side has given way")
        .mark(Mark.CHANGE)
        .guard(view.guards().isTheOneMeant())
        .guard(view.guards().holdsGeneration(generation(split, node)))
        .runs(DrbdCommands.connect(view.name()))
        .needs(DrbdPlanner.up(view.name(), view.peerOf(node)))
        .provides(DrbdPlanner.up(view.name(), node))
        .build();
  }

  private static String generation(SplitBrain split, NodeName node) {
    return split.on(node).map(SplitBrain.Side::generation).orElseThrow();
  }

  /** Down on every node that answers, and kept down until {@link #allowUp}. */
  List<Step> takeDown(SnapshotName until) {
    return view.everywhere().stream().map(on -> down(on.node(), until)).toList();
  }

  private Step down(NodeName node, SnapshotName until) {
    return Step.layer(view.name(), "take-down", node)
        .says("Take it down", "what it lies on is about to change")
        .mark(Mark.CHANGE)
        .effect(Effect.DISRUPTIVE)
        .runs(DrbdCommands.forbidUp(view.name(), until))
        .runs(DrbdCommands.takeDown(view.name()))
        .check(view.guards().isDown())
        .build();
  }

  /** All copies went back: one that did not could have the same generation as one that did. */
  List<Step> allowUp() {
    return view.everywhere().stream()
        .map(
            on ->
                Step.layer(view.name(), "allow-up", on.node())
                    .says("Let it come up again", "all its copies went back")
                    .mark(Mark.CHANGE)
                    .runs(DrbdCommands.allowUp(view.name()))
                    .build())
        .toList();
  }

  /** On the node that writes: waits until nothing that was written is on its way any more. */
  List<Step> drain() {
    return view.seen().stream()
        .filter(ResourceView.OnNode::isPrimary)
        .map(
            on ->
                Step.layer(view.name(), "drain", on.node())
                    .says("Wait until the other nodes have what was written", "nothing writes now")
                    .runs(DrbdCommands.awaitQuiet(view.slot().minor()))
                    .build())
        .toList();
  }

  /** Compares the copies block by block. */
  List<Step> verify() {
    NodeName node = view.active().getFirst();
    return List.of(
        Step.layer(view.name(), "verify", node)
            .says("Compare both copies block by block", "asked for")
            .mark(Mark.CHANGE)
            .guard(view.guards().isTheOneMeant())
            .guard(view.guards().isUpToDateOnBoth())
            .runs(
                Command.exec("drbdadm", "verify", view.name().text()),
                DrbdCommands.awaitSync(view.slot().minor()))
            .check(view.guards().isUpToDateOnBoth())
            .check(view.guards().hasNoDifference())
            .build());
  }
}
