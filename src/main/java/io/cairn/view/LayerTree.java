package io.cairn.view;

import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import java.util.ArrayList;
import java.util.List;

/** The layers as a tree that grows from its lowest layers, each directly under what it is over. */
final class LayerTree {
  private LayerTree() {}

  /**
   * One layer in the tree.
   *
   * @param depth how many layers it lies over
   */
  record Line(Layer layer, int depth) {}

  /**
   * The tree of these layers.
   *
   * @param shown with each, all that it lies over
   */
  static List<Line> of(Cluster cluster, List<Layer> shown) {
    List<Line> lines = new ArrayList<>();
    for (Layer layer : shown) {
      if (cluster.lowerLayers(layer).isEmpty()) {
        grow(cluster, layer, 0, lines);
      }
    }
    lines.removeIf(line -> !shown.contains(line.layer()));
    return lines;
  }

  /**
   * A layer over several others stands above the last of them that none of the others lies over.
   */
  private static void grow(Cluster cluster, Layer layer, int depth, List<Line> lines) {
    lines.add(new Line(layer, depth));
    for (Layer above : cluster.above(layer)) {
      if (last(cluster, cluster.lowerLayers(above)).equals(layer)) {
        grow(cluster, above, depth + 1, lines);
      }
    }
  }

  private static Layer last(Cluster cluster, List<Layer> layers) {
    return layers.stream()
        .filter(
            layer ->
                layers.stream()
                    .noneMatch(
                        other -> !other.equals(layer) && cluster.downFrom(other).contains(layer)))
        .toList()
        .getLast();
  }
}
