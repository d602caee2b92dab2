package io.cairn.cli;

import io.cairn.graph.Cluster;
import io.cairn.plan.Selection;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which part of the cluster a command is about; all of it without them. */
final class PartOptions {
  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "only what is on this node, and what that needs; can be repeated")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "LAYER",
      description = "only this layer, and what it needs; can be repeated")
  private List<String> layers = new ArrayList<>();

  /** Looks the names up; all unknown ones are told at once. */
  Selection in(Cluster cluster) {
    return Names.selection(cluster, nodes, layers);
  }

  boolean isGiven() {
    return !nodes.isEmpty() || !layers.isEmpty();
  }
}
