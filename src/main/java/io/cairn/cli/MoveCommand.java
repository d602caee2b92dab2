package io.cairn.cli;

import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.operate.Move;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "move",
    description =
        "Moves a layer, with everything over the same DRBD resource, to another node, planned.",
    mixinStandardHelpOptions = true)
final class MoveCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "LAYER", description = "any layer of the stack that moves")
  private String layer = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "where it shall run")
  private String node = "";

  @Override
  public Integer call() {
    try (Session session = Session.changing(cluster, "cairn move " + layer + " " + node)) {
      Layer moving = Names.layer(session.cluster(), layer);
      NodeName to = Names.node(session.cluster(), node);
      return switch (Move.plan(session.survey(), moving, to)) {
        case Move.Prospect.AlreadyThere(var base, var there) -> {
          System.out.println(base.name() + " is on " + there + " already; nothing was done.");
          yield Exit.OK;
        }
        case Move.Prospect.Impossible(var why, var correction) ->
            throw new Trouble(why + "\n" + correction + " Nothing was changed.");
        case Move.Prospect.Possible possible -> move(session, possible);
      };
    }
  }

  static int move(Session session, Move.Prospect.Possible possible) {
    return switch (Move.run(session.site(), possible)) {
      case Move.Outcome.Moved(var downtime) -> {
        System.out.printf(
            "%s moved from %s to %s; its layers were down for %.1f s.%n",
            possible.base().name(), possible.from(), possible.to(), downtime.toMillis() / 1000.0);
        yield Exit.OK;
      }
      case Move.Outcome.WentBack(var failed, var downtime) -> {
        Outcomes.failures(failed);
        System.err.printf(
            "cairn: not moved; everything runs on %s again, after %.1f s.%n",
            possible.from(), downtime.toMillis() / 1000.0);
        yield Exit.ERROR;
      }
      case Move.Outcome.Stranded(var failed, var back) -> {
        Outcomes.failures(failed);
        Outcomes.failures(back);
        System.err.println(
            "cairn: not moved, and the way back failed too: look at 'cairn status' now; "
                + "'cairn apply' starts what is stopped.");
        yield Exit.ERROR;
      }
    };
  }
}
