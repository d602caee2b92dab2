package io.cairn.cli;

import io.cairn.graph.Layer;
import io.cairn.operate.Recovery;
import io.cairn.run.Runner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = {
      "Compares both copies of a DRBD resource block by block, while it is in use. It reads all of both disks."
    },
    footer = {"  cairn verify r0"})
final class VerifyCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();

  @Parameters(index = "0", paramLabel = "LAYER", description = "the DRBD resource")
  private String layer = "";

  @Override
  public Integer call() {
    try (Session session = Session.changing(cluster, "cairn verify " + layer)) {
      if (!(Names.layer(session.cluster(), layer) instanceof Layer.Drbd resource)) {
        throw new Trouble(layer + " is no DRBD resource.");
      }
      Runner.Report report = session.site().run(Recovery.verify(session.survey(), resource));
      if (!report.isComplete()) {
        Outcomes.incomplete(report);
        return Exit.ERROR;
      }
      System.out.println(layer + ": both copies are equal, block by block.");
      return Exit.OK;
    }
  }
}
