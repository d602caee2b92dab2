package io.cairn.cli;

import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a person named on the command line. */
final class Names {
  private Names() {}

  static Layer layer(Cluster cluster, String name) {
    return Optional.of(name)
        .filter(LayerName::isValid)
        .map(LayerName::new)
        .map(cluster.layers()::get)
        .orElseThrow(() -> unknown("layer", name, cluster.layers().keySet()));
  }

  /** A name for a layer that is to be. */
  static LayerName newLayer(String name) {
    if (!LayerName.isValid(name)) {
      throw new Trouble("'" + name + "' is not a layer's name: " + LayerName.RULE + ".");
    }
    return new LayerName(name);
  }

  static NodeName node(Cluster cluster, String name) {
    return Optional.of(name)
        .filter(NodeName::isValid)
        .map(NodeName::new)
        .filter(cluster.nodes()::containsKey)
        .orElseThrow(() -> unknown("node", name, cluster.nodes().keySet()));
  }

  private static Trouble unknown(String kind, String name, Collection<?> known) {
    return new Trouble(
        "the cluster file has no "
            + kind
            + " '"
            + name
            + "'. It has "
            + known.stream().map(Object::toString).collect(Collectors.joining(", "))
            + ".");
  }
}
