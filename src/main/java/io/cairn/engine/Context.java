package io.cairn.engine;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.Derived;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an engine plans from: the declared graph, one survey, and, through the contract, the other
 * engines.
 */
public final class Context {
  private final Cluster cluster;
  private final Observed observed;
  private final Engines engines;
  private final Set<LayerName> allowedDestruction;
  private final Derived derived = new Derived();

  public Context(
      Cluster cluster, Observed observed, Engines engines, Set<LayerName> allowedDestruction) {
    this.cluster = cluster;
    this.observed = observed;
    this.engines = engines;
    this.allowedDestruction = Set.copyOf(allowedDestruction);
  }

  /** What is declared. */
  public Cluster cluster() {
    return cluster;
  }

  /** What the nodes answered. */
  public Observed observed() {
    return observed;
  }

  /** All engines. */
  public Engines engines() {
    return engines;
  }

  /** Layers whose data may be destroyed, as named on the command line. */
  public Set<LayerName> allowedDestruction() {
    return allowedDestruction;
  }

  /** What is worked out of all of it, the same each time; each engine has types of its own. */
  public Derived derived() {
    return derived;
  }

  /** A context in which nothing may be destroyed. */
  public static Context of(Cluster cluster, Observed observed, Engines engines) {
    return new Context(cluster, observed, engines, Set.of());
  }

  /** The node's facts, where it answered. */
  public Optional<NodeFacts> facts(NodeName node) {
    return observed.facts(node);
  }

  /** The block device that lies below the layer on that node. */
  public DevicePath deviceBelow(Layer layer, NodeName node) {
    return device(cluster.below(layer, node), node);
  }

  /** Every block device that lies below the layer on that node, in the order of the file. */
  public List<DevicePath> devicesBelow(Layer layer, NodeName node) {
    return cluster.allBelow(layer, node).stream().map(ground -> device(ground, node)).toList();
  }

  /** The block device that the ground is on that node. */
  public DevicePath device(Below.Ground ground, NodeName node) {
    return switch (ground) {
      case Below.OnDisk(var path) -> path;
      case Below.OnLayer(var name) -> device(cluster.layer(name), node);
    };
  }

  /** The block device that the layer offers on that node. */
  public DevicePath device(Layer layer, NodeName node) {
    return engines
        .of(layer)
        .device(layer, node, this)
        .orElseThrow(
            () -> new IllegalStateException("This is a bug in Cairn: no device of " + layer));
  }

  /** How large the ground is on that node, or will be; empty where nobody can tell yet. */
  public Optional<Size> size(Below.Ground ground, NodeName node) {
    return switch (ground) {
      case Below.OnDisk(var path) ->
          facts(node).flatMap(facts -> facts.blocks().at(path)).map(BlockDevices.Device::size);
      case Below.OnLayer(var name) ->
          engines.of(cluster.layer(name)).size(cluster.layer(name), node, this);
    };
  }

  /** How large the ground will be on that node when what is declared larger has grown. */
  public Optional<Size> sizeGrown(Below.Ground ground, NodeName node) {
    return switch (ground) {
      case Below.OnDisk _ -> size(ground, node);
      case Below.OnLayer(var name) ->
          engines.of(cluster.layer(name)).sizeGrown(cluster.layer(name), node, this);
    };
  }

  /** What proves, when the ground is made on that node, that it reads as zeros. */
  public Optional<Guard> readsAsZeros(Below.Ground ground, NodeName node) {
    return switch (ground) {
      case Below.OnDisk _ -> Optional.empty();
      case Below.OnLayer(var name) ->
          engines.of(cluster.layer(name)).readsAsZeros(cluster.layer(name), node, this);
    };
  }

  /** What has to run on the node right before the layer's device grows there. */
  public List<Command> beforeItGrows(Layer layer, NodeName node) {
    return cluster.above(layer).stream()
        .flatMap(upper -> engines.of(upper).beforeBelowGrows(upper, node, this).stream())
        .toList();
  }

  /** What must be prepared before the layer grows: everything directly over it, on that node. */
  public Set<Condition> abovePrepared(Layer layer, NodeName node) {
    Set<Condition> prepared = new HashSet<>();
    cluster
        .above(layer)
        .forEach(upper -> prepared.add(Condition.preparedForGrowth(upper.name(), node)));
    return Set.copyOf(prepared);
  }

  /** What must have grown before the layer can: everything below it, on that node. */
  public Set<Condition> belowGrown(Layer layer, NodeName node) {
    Set<Condition> grown = new HashSet<>();
    cluster.downFrom(layer).stream()
        .filter(lower -> !lower.equals(layer))
        .forEach(lower -> grown.add(Condition.grown(lower.name(), node)));
    return Set.copyOf(grown);
  }

  /**
   * The nodes on which the layer is in use: for what lies over DRBD the primary (the observed one,
   * else the preferred one), for everything else all its nodes.
   */
  public List<NodeName> activeOn(Layer layer) {
    return derived.of(Active.class, layer.name(), () -> new Active(whereActive(layer))).nodes();
  }

  private record Active(List<NodeName> nodes) {}

  private List<NodeName> whereActive(Layer layer) {
    return engines
        .of(layer)
        .activeOn(layer, this)
        .orElseGet(
            () ->
                cluster.lowerLayers(layer).stream()
                    .findFirst()
                    .map(this::activeOn)
                    .orElseGet(() -> cluster.nodesOf(layer)));
  }

  /**
   * What must hold before the layer can be built on that node: everything below is there, or is
   * built first.
   */
  public Set<Condition> belowReady(Layer layer, NodeName node) {
    Set<Condition> ready = new HashSet<>();
    for (Below.Ground ground : cluster.allBelow(layer, node)) {
      if (ground instanceof Below.OnLayer(var lower)) {
        ready.add(Condition.ready(lower, node));
      }
    }
    return Set.copyOf(ready);
  }
}
