package io.cairn.cli;

import io.cairn.graph.Cluster;
import io.cairn.plan.Selection;
import io.cairn.view.DiagramSvg;
import io.cairn.view.DiagramText;
import io.cairn.view.Live;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "diagram",
    description = {
      "Draws the layers over each other, as the file declares them or as they are, in characters or as"
          + " a picture.",
      "--node draws only that node, --target only the stacks in which that layer is."
    },
    footer = {
      "  cairn diagram                   as the file says; no node is asked",
      "  cairn diagram --live            as it is now, and where that differs from the file",
      "  cairn diagram --svg > erp.svg   a picture for a document or a browser",
      "  cairn diagram --target mysql    the stack of mysql"
    })
final class DiagramCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private PartOptions part = new PartOptions();

  @Option(names = "--live", description = "as the nodes are now, instead of as the file says")
  private boolean live;

  @Option(names = "--svg", description = "as a picture in SVG, for documents and browsers")
  private boolean svg;

  @Override
  public Integer call() {
    if (!live) {
      Cluster declared = cluster.parse().cluster();
      Selection selection = part.in(declared);
      System.out.print(
          svg
              ? DiagramSvg.of(declared, selection)
              : DiagramText.of(declared, selection, Terminal.screen()));
      return Exit.OK;
    }
    try (Session session = Session.reading(cluster)) {
      Live seen = Live.of(session.survey(), part.in(session.cluster()));
      System.out.print(svg ? DiagramSvg.of(seen) : DiagramText.of(seen, session.screen()));
      return Exit.OK;
    }
  }
}
