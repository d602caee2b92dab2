package io.cairn.cluster;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DrbdOptions;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A resource of three nodes as the two resources that it is with the 8.4 module: one of the first
 * two nodes, and over it one that they share with the third (decision 0013).
 */
final class ThirdCopy {
  /** What is appended to the name of the layer for the resource of the first two. */
  static final String LOWER = "-lower";

  /** How many nodes a resource with a third copy has. */
  static final int NODES = 3;

  private ThirdCopy() {}

  static LayerName lower(LayerName resource) {
    return new LayerName(resource + LOWER);
  }

  /**
   * The same cluster with each such layer as its two resources, the lower one first.
   *
   * @param addresses of the layers that have one, the address that moves between the first two
   */
  static Cluster expanded(Cluster plain, Map<LayerName, IpAddress> addresses) {
    SequencedMap<LayerName, Layer> layers = new LinkedHashMap<>();
    for (Layer layer : plain.layers().values()) {
      Optional<IpAddress> address = Optional.ofNullable(addresses.get(layer.name()));
      List<NodeName> nodes = plain.nodesOf(layer);
      if (layer instanceof Layer.Drbd drbd && address.isPresent() && nodes.size() == NODES) {
        Layer.Drbd lower = lower(drbd, nodes.subList(0, 2));
        layers.put(lower.name(), lower);
        layers.put(layer.name(), upper(drbd, nodes, lower.name(), address.get()));
      } else {
        layers.put(layer.name(), layer);
      }
    }
    return new Cluster(
        plain.name(), plain.nodes(), plain.networks(), layers, plain.failover(), plain.lab());
  }

  private static Layer.Drbd lower(Layer.Drbd declared, List<NodeName> pair) {
    return new Layer.Drbd(
        lower(declared.name()),
        declared.over(),
        pair,
        declared.prefer().filter(pair::contains).or(() -> Optional.of(pair.getFirst())),
        declared.source().filter(pair::contains),
        declared.network(),
        new DrbdOptions(
            declared.options().protocol().among(pair),
            declared.options().link().among(pair),
            declared.options().resyncRate(),
            declared.options().resyncSnapshot()),
        Optional.empty());
  }

  private static Layer.Drbd upper(
      Layer.Drbd declared, List<NodeName> nodes, LayerName lower, IpAddress address) {
    NodeName far = nodes.getLast();
    Map<NodeName, Below.Local> over = new LinkedHashMap<>();
    nodes.subList(0, 2).forEach(node -> over.put(node, new Below.OnLayer(lower)));
    over.put(far, declared.over().on(far).getFirst());
    return new Layer.Drbd(
        declared.name(),
        new Below.PerNode(over),
        nodes,
        declared.prefer().or(() -> Optional.of(nodes.getFirst())),
        declared.source(),
        declared.network(),
        declared.options(),
        Optional.of(new Layer.NearPair(lower, address)));
  }
}
