package io.cairn.view;

import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Network;
import io.cairn.graph.NodeName;
import io.cairn.view.Block.Row;
import io.cairn.view.Canvas.Stroke;
import io.cairn.view.Table.Cell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The stacks of a cluster as boxes.
 *
 * @param live what is seen on the nodes; without it the boxes show what the file says
 */
record Stacks(Cluster cluster, Optional<Status> live, Glyphs glyphs) {
  /** The words of engines for a layer in use on a node (see {@link LayerState#role}). */
  private static final Set<String> IN_USE = Set.of("primary", "mounted", "running");

  /** Layers that lie over one another, bottom up. */
  List<Set<Layer>> components() {
    List<Set<Layer>> components = new ArrayList<>();
    for (Layer layer : cluster.bottomUp()) {
      Set<Layer> joined = new LinkedHashSet<>();
      for (Set<Layer> component : List.copyOf(components)) {
        if (cluster.lowerLayers(layer).stream().anyMatch(component::contains)) {
          joined.addAll(component);
          components.remove(component);
        }
      }
      joined.add(layer);
      components.add(joined);
    }
    return components;
  }

  /**
   * The node's disks with what of the component stands on them; a disk that several components
   * share is drawn below each.
   */
  List<Block> onDisks(NodeName node, Set<Layer> component) {
    List<Block> blocks = new ArrayList<>();
    cluster
        .disksOf(node)
        .forEach(
            (path, layers) -> {
              List<Layer> standing = layers.stream().filter(component::contains).toList();
              if (!standing.isEmpty()) {
                blocks.add(disk(node, path, standing));
              }
            });
    return blocks;
  }

  private Block disk(NodeName node, DevicePath path, List<Layer> layers) {
    String size =
        live.flatMap(status -> status.observed().facts(node))
            .flatMap(facts -> facts.blocks().at(path))
            .map(device -> device.size().toString())
            .orElse("");
    Row row = new Row(new Cell(Ink.FAINT, path.text()), new Cell(Ink.FAINT, size));
    return new Block(
        Optional.empty(),
        Stroke.SOLID,
        List.of(row),
        layers.stream()
            .filter(layer -> standsOver(layer, new Below.OnDisk(path), node))
            .map(layer -> block(layer, node))
            .toList());
  }

  /** What lies over several things is drawn once, over the last of them. */
  private boolean standsOver(Layer layer, Below.Ground ground, NodeName node) {
    return cluster.allBelow(layer, node).getLast().equals(ground);
  }

  private Block block(Layer layer, NodeName node) {
    Below.Ground self = new Below.OnLayer(layer.name());
    List<Block> above =
        cluster.above(layer).stream()
            .filter(upper -> cluster.nodesOf(upper).contains(node))
            .filter(upper -> standsOver(upper, self, node))
            .map(upper -> block(upper, node))
            .toList();
    boolean solid = layer instanceof Layer.Drbd || isInUse(layer, node);
    return new Block(
        layer instanceof Layer.Drbd ? Optional.of(layer.name()) : Optional.empty(),
        solid ? Stroke.SOLID : Stroke.DASHED,
        rows(layer, node),
        above);
  }

  private List<Row> rows(Layer layer, NodeName node) {
    Cell name = new Cell(Ink.STRONG, layer.name() + "  " + layer.type());
    Row head = new Row(name, role(layer, node));
    if (layer instanceof Layer.Drbd) {
      // two rows on every node as soon as one has something to tell: the line between them is even
      Row detail = new Row(Cell.of(detail(layer.name(), node)), Cell.of(""));
      return live.isPresent() ? List.of(head, detail) : List.of(head);
    }
    String facts = String.join(", ", LayerWords.facts(layer));
    return facts.isEmpty()
        ? List.of(head)
        : List.of(head, new Row(Cell.of(facts), fill(layer.name(), node)));
  }

  private String detail(LayerName layer, NodeName node) {
    return state(layer, node).map(LayerState::detail).orElse("");
  }

  private Cell fill(LayerName layer, NodeName node) {
    return Cell.of(
        state(layer, node)
            .flatMap(LayerState::fill)
            .map(fill -> fill.percent() + " % full")
            .orElse(""));
  }

  private Cell role(Layer layer, NodeName node) {
    if (live.isPresent()) {
      Optional<LayerState> state = state(layer.name(), node);
      Health health = state.map(LayerState::health).orElse(Health.UNKNOWN);
      String role = state.map(LayerState::role).orElse("");
      return new Cell(StatusText.ink(health), (glyphs.mark(health) + " " + role).strip());
    }
    if (cluster.replicatedBase(layer).isEmpty()) {
      return Cell.of("");
    }
    return Cell.of(isInUse(layer, node) ? glyphs.of("● ", "* ") + "active" : "standby");
  }

  private boolean isInUse(Layer layer, NodeName node) {
    if (live.isPresent()) {
      return state(layer.name(), node).filter(state -> IN_USE.contains(state.role())).isPresent();
    }
    return cluster
        .replicatedBase(layer)
        .map(base -> base.prefer().orElseGet(() -> cluster.nodesOf(base).getFirst()).equals(node))
        .orElse(true);
  }

  private Optional<LayerState> state(LayerName layer, NodeName node) {
    return live.flatMap(status -> status.state(layer, node));
  }

  /** The network that carries a resource, with its interface and its number. */
  List<String> network(Layer.Drbd drbd) {
    return cluster.networks().values().stream()
        .filter(candidate -> carries(candidate, drbd))
        .limit(1)
        .flatMap(
            network ->
                Stream.of(network.name() + " " + network.device(), network.subnet().toString()))
        .toList();
  }

  /** How far what is being copied is; empty where nothing is. */
  Optional<String> sync(Layer.Drbd drbd) {
    return cluster.nodesOf(drbd).stream()
        .flatMap(node -> state(drbd.name(), node).flatMap(LayerState::sync).stream())
        .map(s -> s.percent() + " %" + s.rate().map(rate -> ", " + rate + "/s").orElse(""))
        .findFirst();
  }

  private boolean carries(Network network, Layer.Drbd drbd) {
    return drbd.network()
        .map(network.name()::equals)
        .orElseGet(
            () ->
                cluster.nodesOf(drbd).stream()
                    .allMatch(
                        node ->
                            cluster
                                .node(node)
                                .address()
                                .filter(network.subnet()::contains)
                                .isPresent()));
  }
}
