package io.cairn.cli;

import io.cairn.graph.Cluster;
import io.cairn.plan.Selection;
import io.cairn.view.DiagramText;
import io.cairn.view.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "diagram",
    description = {
      "Draws the layers over each other in characters, as the file declares them or as they are.",
      "--node draws only that node, --target only the stacks in which that layer is."
    },
    footer = {
      "  cairn diagram                   as the file says; no node is asked",
      "  cairn diagram --live            as it is now",
      "  cairn diagram --target mysql    the stack of mysql"
    })
final class DiagramCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private PartOptions part = new PartOptions();

  @Option(names = "--live", description = "as the nodes are now, instead of as the file says")
  private boolean live;

  @Override
  public Integer call() {
    if (!live) {
      Cluster declared = cluster.parse().cluster();
      System.out.print(DiagramText.of(declared, part.in(declared), Terminal.screen()));
      return Exit.OK;
    }
    try (Session session = Session.reading(cluster)) {
      Selection selection = part.in(session.cluster());
      System.out.print(DiagramText.of(Status.of(session.survey(), selection), session.screen()));
      return Exit.OK;
    }
  }
}
