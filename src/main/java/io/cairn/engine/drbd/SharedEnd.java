package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a resource that a pair of nodes shares: it is up on the one that is primary of the
 * lower resource, and goes with that role.
 *
 * @param view of the upper resource
 * @param node one of the pair
 */
record SharedEnd(ResourceView view, NodeName node, LayerName lower) {

  /** After the lower resource became primary here, the upper one comes up here. */
  List<Step> started(List<Step> promoteLower) {
    List<Step> steps = new ArrayList<>(promoteLower);
    steps.add(bringUp());
    if (isFarThere()) {
      steps.add(connect());
    }
    return List.copyOf(steps);
  }

  /** Before the lower resource becomes secondary here, the upper one goes down. */
  List<Step> stopped(Step demoteLower) {
    return List.of(takeDown(), demoteLower);
  }

  Step bringUp() {
    return Step.layer(view.name(), "up", node)
        .says("Bring it up here, over " + lower, "this node has the end of the pair now")
        .runs(DrbdCommands.bringUp(view.name()))
        .check(view.guards().isUp())
        .needs(Condition.active(lower, node))
        .provides(DrbdPlanner.up(view.name(), node))
        .build();
  }

  private boolean isFarThere() {
    return view.seen().stream()
        .anyMatch(
            on -> on.minor().isPresent() && !on.node().equals(view.near().orElseThrow().active()));
  }

  private Step connect() {
    return Step.layer(view.name(), "connect", node)
        .says("Wait until it is connected with the far node", "it came up here")
        .runs(
            DrbdCommands.awaitConnection(view.slot().minor()),
            DrbdCommands.awaitSync(view.slot().minor()))
        .check(view.guards().isTheOneMeant())
        .check(view.guards().isConnected())
        .needs(DrbdPlanner.up(view.name(), node))
        .provides(Condition.ready(view.name(), node))
        .build();
  }

  private Step takeDown() {
    return Step.layer(view.name(), "down", node)
        .says("Take it down here, with its address", "the other node of the pair gets it")
        .mark(Mark.CHANGE)
        .effect(Effect.DISRUPTIVE)
        .runs(Command.exec("systemctl", "stop", DrbdPaths.upUnit(view.name())))
        .check(view.guards().isDown())
        .needs(Condition.stopped(view.name(), node))
        .provides(DrbdRemoval.down(view.name(), node))
        .build();
  }
}
