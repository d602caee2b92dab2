package io.cairn.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The declared graph: everything that a cluster file says, resolved.
 *
 * <p>Guarantee: every name in it resolves, and no layer lies over itself. The maps keep the order
 * of the file.
 */
public final class Cluster {
  private final ClusterName name;
  private final SequencedMap<NodeName, Node> nodes;
  private final SequencedMap<NetworkName, Network> networks;
  private final SequencedMap<LayerName, Layer> layers;
  private final Failover failover;
  private final LabHints lab;
  private final Stacking stacking;
  private final Derived derived = new Derived();

  /**
   * Copies, and refuses what does not resolve: the parser reports that to people before it comes
   * here.
   */
  public Cluster(
      ClusterName name,
      SequencedMap<NodeName, Node> nodes,
      SequencedMap<NetworkName, Network> networks,
      SequencedMap<LayerName, Layer> layers,
      Failover failover,
      LabHints lab) {
    this.name = name;
    this.nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    this.networks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(networks));
    this.layers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(layers));
    this.failover = failover;
    this.lab = lab;
    for (Layer layer : layers.values()) {
      requireResolved(layer, layers, nodes);
    }
    this.stacking = Stacking.of(this.nodes, this.layers);
  }

  /** The cluster's own name. */
  public ClusterName name() {
    return name;
  }

  /** All nodes. */
  public SequencedMap<NodeName, Node> nodes() {
    return nodes;
  }

  /** All networks. */
  public SequencedMap<NetworkName, Network> networks() {
    return networks;
  }

  /** All layers. */
  public SequencedMap<LayerName, Layer> layers() {
    return layers;
  }

  /** Who decides that a dead node's layers go to another one. */
  public Failover failover() {
    return failover;
  }

  /** How twins of the nodes are built. */
  public LabHints lab() {
    return lab;
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
    return stacking.bottomUp();
  }

  /**
   * The layers on that node, each after what it lies over; among equals in the order of the file.
   */
  public List<Layer> bottomUpOn(NodeName node) {
    return stacking.on(node);
  }

  /** What is worked out of the whole cluster, the same each time: no engine's own. */
  public Derived derived() {
    return derived;
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
    return stacking.above(layer.name()).stream().map(this::layer).toList();
  }

  /** This layer and everything over it, bottom up. */
  public List<Layer> upFrom(Layer layer) {
    Set<LayerName> found = new LinkedHashSet<>();
    Deque<LayerName> open = new ArrayDeque<>(List.of(layer.name()));
    while (!open.isEmpty()) {
      LayerName next = open.pop();
      if (found.add(next)) {
        open.addAll(stacking.above(next));
      }
    }
    return found.stream().sorted(stacking.order()).map(this::layer).toList();
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
    return Stacking.lower(layer).stream().map(this::layer).toList();
  }

  /** The nodes that the layer is built on, in the order of the file. */
  public List<NodeName> nodesOf(Layer layer) {
    return stacking.nodesOf(layer.name());
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
    stacking
        .disksOf(node)
        .forEach((path, over) -> disks.put(path, over.stream().map(this::layer).toList()));
    return disks;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cluster cluster
        && name.equals(cluster.name)
        && nodes.equals(cluster.nodes)
        && networks.equals(cluster.networks)
        && layers.equals(cluster.layers)
        && failover == cluster.failover
        && lab.equals(cluster.lab);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, nodes, networks, layers, failover, lab);
  }

  @Override
  public String toString() {
    return "Cluster[name=%s, nodes=%s, networks=%s, layers=%s, failover=%s, lab=%s]"
        .formatted(name, nodes, networks, layers, failover, lab);
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
}
