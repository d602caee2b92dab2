package io.cairn.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The declared graph: everything that a cluster file says, resolved.
 *
 * <p>Guarantee: every name in it resolves, and no layer lies over itself. The maps keep the order
 * of the file.
 */
public record Cluster(
    ClusterName name,
    SequencedMap<NodeName, Node> nodes,
    SequencedMap<NetworkName, Network> networks,
    SequencedMap<LayerName, Layer> layers,
    Failover failover,
    LabHints lab) {

  /**
   * Copies, and refuses what does not resolve: the parser reports that to people before it comes
   * here.
   */
  public Cluster {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    networks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(networks));
    layers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(layers));
    for (Layer layer : layers.values()) {
      requireResolved(layer, layers, nodes);
    }
    order(layers);
  }

  /** The layer of that name. */
  public Layer layer(LayerName layer) {
    return Optional.ofNullable(layers.get(layer))
        .orElseThrow(() -> new NoSuchElementException("no layer " + layer));
  }

  /** The node of that name. */
  public Node node(NodeName node) {
    return Optional.ofNullable(nodes.get(node))
        .orElseThrow(() -> new NoSuchElementException("no node " + node));
  }

  /** The network of that name. */
  public Network network(NetworkName network) {
    return Optional.ofNullable(networks.get(network))
        .orElseThrow(() -> new NoSuchElementException("no network " + network));
  }

  /** All layers, each after what it lies over; among equals in the order of the file. */
  public List<Layer> bottomUp() {
    return order(layers);
  }

  /** All layers, each before what it lies over. */
  public List<Layer> topDown() {
    return bottomUp().reversed();
  }

  /** The one thing that the layer lies over on that node; for a type that takes only one. */
  public Below.Ground below(Layer layer, NodeName node) {
    List<Below.Ground> grounds = allBelow(layer, node);
    if (grounds.size() != 1) {
      throw new IllegalArgumentException(
          "This is a bug in Cairn: " + layer.name() + " lies over several things on " + node);
    }
    return grounds.getFirst();
  }

  /** Everything that the layer lies over on that node, in the order of the file. */
  public List<Below.Ground> allBelow(Layer layer, NodeName node) {
    List<Below.Ground> grounds = layer.over().on(node);
    if (grounds.isEmpty()) {
      throw new NoSuchElementException(layer.name() + " lies over nothing on " + node);
    }
    return grounds;
  }

  /** The layers directly over this one, in the order of the file. */
  public List<Layer> above(Layer layer) {
    Below.Ground self = new Below.OnLayer(layer.name());
    return layers.values().stream().filter(l -> l.over().parts().contains(self)).toList();
  }

  /** This layer and everything over it, bottom up. */
  public List<Layer> upFrom(Layer layer) {
    SequencedSet<Layer> found = new LinkedHashSet<>();
    found.add(layer);
    for (Layer candidate : bottomUp()) {
      if (lowerLayers(candidate).stream().anyMatch(found::contains)) {
        found.add(candidate);
      }
    }
    return List.copyOf(found);
  }

  /** This layer and everything that it lies over, bottom up. */
  public List<Layer> downFrom(Layer layer) {
    SequencedSet<Layer> found = new LinkedHashSet<>();
    lowerLayers(layer).forEach(lower -> found.addAll(downFrom(lower)));
    found.add(layer);
    return List.copyOf(found);
  }

  /** The layers directly below this one. */
  public List<Layer> lowerLayers(Layer layer) {
    List<Layer> lower = new ArrayList<>();
    for (Below.Ground part : layer.over().parts()) {
      if (part instanceof Below.OnLayer(var name)) {
        lower.add(layer(name));
      }
    }
    return List.copyOf(lower);
  }

  /** The nodes that the layer is built on, in the order of the file. */
  public List<NodeName> nodesOf(Layer layer) {
    if (!layer.declaredNodes().isEmpty()) {
      return layer.declaredNodes();
    }
    return switch (layer.over()) {
      case Below.Local local -> nodesOf(local);
      case Below.PerNode(var byNode) ->
          nodes.keySet().stream().filter(byNode::containsKey).toList();
    };
  }

  /** The nodes where all of it is. */
  private List<NodeName> nodesOf(Below.Local local) {
    List<NodeName> common = new ArrayList<>(nodes.keySet());
    for (Below.Ground ground : local.grounds()) {
      if (ground instanceof Below.OnLayer(var lower)) {
        common.retainAll(nodesOf(layer(lower)));
      }
    }
    return List.copyOf(common);
  }

  /** The DRBD resource that the layer is, or lies over: what moves between nodes as one. */
  public Optional<Layer.Drbd> replicatedBase(Layer layer) {
    if (layer instanceof Layer.Drbd drbd) {
      return Optional.of(drbd);
    }
    return lowerLayers(layer).stream().flatMap(l -> replicatedBase(l).stream()).findFirst();
  }

  /** Whether these two nodes are different ends of the resource. */
  public boolean replicates(Layer.Drbd resource, NodeName one, NodeName other) {
    List<NodeName> nodes = nodesOf(resource);
    List<NodeName> pair =
        resource.pair().map(near -> nodesOf(layer(near.lower()))).orElse(List.of(one));
    return nodes.contains(one)
        && nodes.contains(other)
        && pair.contains(one) != pair.contains(other);
  }

  /** The disks that the file names for that node, with the layers that lie over each. */
  public SequencedMap<DevicePath, List<Layer>> disksOf(NodeName node) {
    SequencedMap<DevicePath, List<Layer>> disks = new LinkedHashMap<>();
    for (Layer layer : layers.values()) {
      for (Below.Ground ground :
          nodesOf(layer).contains(node) ? allBelow(layer, node) : List.<Below.Ground>of()) {
        if (ground instanceof Below.OnDisk(var path)) {
          disks.computeIfAbsent(path, _ -> new ArrayList<>()).add(layer);
        }
      }
    }
    return disks;
  }

  private static void requireResolved(
      Layer layer, Map<LayerName, Layer> layers, Map<NodeName, Node> nodes) {
    for (Below named : named(layer)) {
      for (Below.Ground part : named.parts()) {
        if (part instanceof Below.OnLayer(var lower) && !layers.containsKey(lower)) {
          throw new IllegalArgumentException(layer.name() + " lies over unknown " + lower);
        }
      }
    }
    if (!nodes.keySet().containsAll(layer.declaredNodes())) {
      throw new IllegalArgumentException(layer.name() + " names an unknown node");
    }
  }

  /** Everything by which it names other layers. */
  private static List<Below> named(Layer layer) {
    List<Below> named = new ArrayList<>(List.of(layer.over()));
    if (layer instanceof Layer.LogicalVolume volume) {
      volume.on().ifPresent(named::add);
      volume.cache().map(Cache::on).ifPresent(named::add);
    } else if (layer instanceof Layer.ThinPool pool) {
      pool.on().ifPresent(named::add);
    }
    return named;
  }

  private static List<Layer> order(SequencedMap<LayerName, Layer> layers) {
    List<Layer> ordered = new ArrayList<>();
    List<Layer> waiting = new ArrayList<>(layers.values());
    while (!waiting.isEmpty()) {
      List<Layer> free = waiting.stream().filter(l -> isFree(l, ordered)).toList();
      if (free.isEmpty()) {
        throw new IllegalArgumentException("layers lie over each other in a circle: " + waiting);
      }
      ordered.addAll(free);
      waiting.removeAll(free);
    }
    return List.copyOf(ordered);
  }

  private static boolean isFree(Layer layer, List<Layer> ordered) {
    return layer.over().parts().stream()
        .allMatch(
            part ->
                !(part instanceof Below.OnLayer(var lower))
                    || ordered.stream().anyMatch(done -> done.name().equals(lower)));
  }
}
