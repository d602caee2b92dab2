package io.cairn.cli;

import io.cairn.view.DiagramText;
import io.cairn.view.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "diagram",
    description = "Draws the layers over each other, as the file declares them or as they are.",
    mixinStandardHelpOptions = true)
final class DiagramCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--live", description = "as the nodes are now, not only as the file says")
  private boolean live;

  @Override
  public Integer call() {
    if (!live) {
      System.out.print(DiagramText.of(cluster.parse().cluster(), Terminal.screen()));
      return Exit.OK;
    }
    try (Session session = Session.reading(cluster)) {
      System.out.print(DiagramText.of(Status.of(session.survey()), session.screen()));
      return Exit.OK;
    }
  }
}
