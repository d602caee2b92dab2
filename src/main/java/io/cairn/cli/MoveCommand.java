package io.cairn.cli;

import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.operate.Move;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "move",
    description = {
      "Moves a layer to another node, with everything over the same DRBD resource: stops it here from the top down, starts it there from the bottom up.",
      "The downtime is measured and told. When a step fails, or at Ctrl-C, everything goes back to where it was."
    },
    footer = {
      "  cairn move mysql node2             mysql's whole stack to node2",
      "  cairn move mysql node2 --dry-run   whether it could, and by which steps"
    },
    exitCodeList = {
      "0:done, or it was there already",
      "1:an error; what and why is on standard error",
      "2:with --dry-run: it could be done"
    })
final class MoveCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();
  @Mixin private ProspectOptions prospect = new ProspectOptions();

  @Parameters(index = "0", paramLabel = "LAYER", description = "any layer of the stack that moves")
  private String layer = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "where it shall run")
  private String node = "";

  @Override
  public Integer call() {
    try (Session session = prospect.open(cluster, "cairn move " + layer + " " + node)) {
      Layer moving = Names.layer(session.cluster(), layer);
      NodeName to = Names.node(session.cluster(), node);
      return switch (Move.plan(session.survey(), moving, to)) {
        case Move.Prospect.AlreadyThere(var base, var there) ->
            prospect.there(session, base.name(), there);
        case Move.Prospect.Impossible(var why, var correction) ->
            throw prospect.impossible(session, why, correction);
        case Move.Prospect.Possible possible ->
            prospect.dry
                ? prospect.show(session, possible.base().name(), to, List.of(), possible.plan())
                : move(session, possible);
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
        Outcomes.incomplete(failed);
        System.err.printf(
            "cairn: not moved; everything runs on %s again, after %.1f s.%n",
            possible.from(), downtime.toMillis() / 1000.0);
        yield Exit.ERROR;
      }
      case Move.Outcome.Stranded(var failed, var back) -> {
        Outcomes.incomplete(failed);
        Outcomes.incomplete(back);
        System.err.println(
            "cairn: not moved, and the way back failed too: look at 'cairn status' now; "
                + "'cairn apply' starts what is stopped.");
        yield Exit.ERROR;
      }
    };
  }
}
