package io.cairn.cli;

import io.cairn.engine.Context;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.operate.Move;
import io.cairn.operate.Recovery;
import io.cairn.run.Runner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rejoin",
    description = {
      "Takes a repaired node back: connects its resources and waits until both copies are equal."
    },
    footer = {
      "  cairn rejoin node2             everything stays where it runs",
      "  cairn rejoin node2 --roles     what the file prefers there moves back"
    })
final class RejoinCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();

  @Parameters(index = "0", paramLabel = "NODE", description = "the node that is back")
  private String node = "";

  @Option(
      names = "--roles",
      description = "afterwards, move back what the file prefers to have there")
  private boolean roles;

  @Override
  public Integer call() {
    try (Session session = Session.changing(cluster, "cairn rejoin " + node)) {
      NodeName returned = Names.node(session.cluster(), node);
      Context context = session.survey();
      if (!context.observed().unreachable().isEmpty()) {
        throw new Trouble(
            "both nodes are needed, and one does not answer: "
                + context.observed().unreachable()
                + ". Nothing was changed.");
      }
      refuseSplitBrain(context);
      Runner.Report report = session.site().run(Recovery.rejoin(context, returned));
      if (!report.isComplete()) {
        Outcomes.incomplete(report);
        return Exit.ERROR;
      }
      System.out.println(returned + " is back, and both copies are equal.");
      Context now = session.survey();
      for (Layer.Drbd away : Recovery.awayFromHome(now, returned)) {
        if (!roles) {
          System.out.println(
              away.name()
                  + " stays where it is; to move it back: cairn move "
                  + away.name()
                  + " "
                  + returned);
        } else if (Move.plan(session.survey(), away, returned)
            instanceof Move.Prospect.Possible back) {
          int moved = MoveCommand.move(session, back);
          if (moved != Exit.OK) {
            return moved;
          }
        }
      }
      return Exit.OK;
    }
  }

  private static void refuseSplitBrain(Context context) {
    for (Layer layer : context.cluster().layers().values()) {
      if (layer instanceof Layer.Drbd drbd && Recovery.splitBrain(context, drbd).isPresent()) {
        throw new Trouble(
            drbd.name()
                + " is in a split brain: both sides changed. See 'cairn resolve "
                + drbd.name()
                + " --keep NODE'. Nothing was changed.");
      }
    }
  }
}
