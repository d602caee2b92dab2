package io.cairn.cli;

import io.cairn.cluster.Nearest;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a person named on the command line. */
final class Names {
  private Names() {}

  static Layer layer(Cluster cluster, String name) {
    return find(cluster, name)
        .orElseThrow(() -> trouble(List.of(unknown("layer", name, cluster.layers().keySet()))));
  }

  private static Optional<Layer> find(Cluster cluster, String name) {
    return Optional.of(name)
        .filter(LayerName::isValid)
        .map(LayerName::new)
        .map(cluster.layers()::get);
  }

  /** A name for a layer that is to be. */
  static LayerName newLayer(String name) {
    if (!LayerName.isValid(name)) {
      throw new Trouble("'" + name + "' is not a layer's name: " + LayerName.RULE + ".");
    }
    return new LayerName(name);
  }

  static NodeName node(Cluster cluster, String name) {
    return findNode(cluster, name)
        .orElseThrow(() -> trouble(List.of(unknown("node", name, cluster.nodes().keySet()))));
  }

  private static Optional<NodeName> findNode(Cluster cluster, String name) {
    return Optional.of(name)
        .filter(NodeName::isValid)
        .map(NodeName::new)
        .filter(cluster.nodes()::containsKey);
  }

  /** The part of the cluster that these names mean. */
  static Selection selection(Cluster cluster, List<String> nodes, List<String> layers) {
    List<String> unknown = new ArrayList<>();
    Set<NodeName> foundNodes = new LinkedHashSet<>();
    for (String name : nodes) {
      findNode(cluster, name)
          .ifPresentOrElse(
              foundNodes::add, () -> unknown.add(unknown("node", name, cluster.nodes().keySet())));
    }
    Set<LayerName> foundLayers = new LinkedHashSet<>();
    for (String name : layers) {
      find(cluster, name)
          .map(Layer::name)
          .ifPresentOrElse(
              foundLayers::add,
              () -> unknown.add(unknown("layer", name, cluster.layers().keySet())));
    }
    if (!unknown.isEmpty()) {
      throw trouble(unknown);
    }
    return new Selection(foundNodes, foundLayers);
  }

  private static Trouble trouble(List<String> unknown) {
    return new Trouble(String.join("\n       ", unknown) + " Nothing was done.");
  }

  private static String unknown(String kind, String name, Collection<?> known) {
    List<String> names = known.stream().map(Object::toString).toList();
    String nearest = Nearest.question(name, names);
    return "the cluster file has no %s '%s'%s It has %s."
        .formatted(
            kind,
            name,
            nearest.isEmpty() ? "." : "; " + nearest,
            names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(", ")));
  }
}
