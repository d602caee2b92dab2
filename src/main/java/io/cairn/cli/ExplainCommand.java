package io.cairn.cli;

import io.cairn.cluster.LayerPage;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.plan.Selection;
import io.cairn.view.Explanation;
import io.cairn.view.ExplanationJson;
import io.cairn.view.ExplanationText;
import io.cairn.view.Live;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "Says what a layer is for, what it lies over, what lies over it, how large it is and why, its commands,"
          + " and what happens when it fails.",
      "By the file alone no node is asked, and sizes are told as far as they follow from it."
    },
    footer = {
      "  cairn explain mysql             as the file says",
      "  cairn explain mysql --live      with how it is now, and what differs from the file",
      "  cairn explain mysql --json      for programs"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "LAYER", description = "the layer")
  private String name = "";

  @Option(names = "--live", description = "with the nodes as they are now")
  private boolean live;

  @Option(names = "--json", description = "everything, as JSON")
  private boolean json;

  @Override
  public Integer call() {
    if (!live) {
      Cluster declared = cluster.parse().cluster();
      Layer layer = Names.layer(declared, name);
      System.out.print(rendered(Explanation.of(declared, layer, purpose(layer))));
      return Exit.OK;
    }
    try (Session session = Session.reading(cluster)) {
      Layer layer = Names.layer(session.cluster(), name);
      Live seen = Live.of(session.survey(), Selection.ALL);
      System.out.print(rendered(Explanation.of(seen, layer, purpose(layer))));
      return Exit.OK;
    }
  }

  private String rendered(Explanation told) {
    return json ? ExplanationJson.of(told) : ExplanationText.of(told, Terminal.screen());
  }

  /** What the page of its type says. */
  static Explanation.Purpose purpose(Layer layer) {
    LayerPage page = LayerPage.of(layer);
    return new Explanation.Purpose(page.title(), page.about(), page.does());
  }
}
