package io.cairn.view;

import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.KnownSizes;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Network;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
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
record Stacks(Cluster cluster, Optional<Live> live, Glyphs glyphs) {
  /** The words of engines for a layer not in use on a node (see {@link LayerState#role}). */
  private static final Set<String> OUT_OF_USE =
      Set.of(
          "",
          "absent",
          "unknown",
          "standby",
          "secondary",
          "down",
          "inactive",
          "stopped",
          "not mounted",
          "not prepared");

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
        live.flatMap(seen -> seen.status().observed().facts(node))
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
      // as many rows on every node as soon as one has something to tell: the line between them is
      // even
      Row detail = new Row(Cell.of(detail(layer.name(), node)), Cell.of(""));
      Optional<String> differs =
          cluster.nodesOf(layer).stream().anyMatch(one -> difference(layer, one).isPresent())
              ? Optional.of(difference(layer, node).orElse(""))
              : Optional.empty();
      return live.isPresent() ? with(differs, head, detail) : List.of(head);
    }
    String facts = String.join(", ", LayerWords.facts(layer, size(layer, node)));
    Cell fill = fill(layer.name(), node);
    return facts.isEmpty() && fill.text().isEmpty()
        ? with(difference(layer, node), head)
        : with(difference(layer, node), head, new Row(Cell.of(facts), fill));
  }

  private static List<Row> with(Optional<String> difference, Row... rows) {
    List<Row> all = new ArrayList<>(List.of(rows));
    difference.ifPresent(text -> all.add(new Row(new Cell(Ink.CAREFUL, text), Cell.of(""))));
    return all;
  }

  /** What a plan would do about it, as in {@code + 3 to create}; empty where nothing differs. */
  Optional<String> difference(Layer layer, NodeName node) {
    return live.flatMap(seen -> seen.differences().of(layer.name(), node));
  }

  /** The same of the node's own settings: packages, network, time. */
  Optional<String> difference(NodeName node) {
    return live.flatMap(seen -> seen.differences().of(node)).map(text -> "node: " + text);
  }

  /** Whether the node was asked and did not answer. */
  boolean isSilent(NodeName node) {
    return live.filter(
            seen -> seen.status().observed().nodes().get(node) instanceof NodeSurvey.Unreachable)
        .isPresent();
  }

  /** How large it is there: as measured, else as far as the file tells. */
  Optional<Size> size(Layer layer, NodeName node) {
    return switch (layer) {
      // both grow, and tell how large they have become with how full they are
      case Layer.VolumeGroup _, Layer.ThinPool _ ->
          state(layer.name(), node)
              .flatMap(LayerState::fill)
              .map(LayerState.Fill::total)
              .or(() -> known(layer, node));
      case Layer.FileSystem _, Layer.Lxc _ -> Optional.empty();
      case Layer.Partition _,
          Layer.Raid _,
          Layer.LogicalVolume _,
          Layer.ThinVolume _,
          Layer.Drbd _ ->
          known(layer, node);
    };
  }

  private Optional<Size> known(Layer layer, NodeName node) {
    return live.isPresent()
        ? live.flatMap(seen -> seen.size(layer.name(), node))
        : KnownSizes.declared(cluster, node).of(layer.name());
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

  /** Its health and role on that node; by the file, whether it is active there. */
  Cell role(Layer layer, NodeName node) {
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

  /** Whether it is in use there; by the file, where it is preferred. */
  boolean isInUse(Layer layer, NodeName node) {
    if (live.isPresent()) {
      return state(layer.name(), node)
          .filter(state -> !OUT_OF_USE.contains(state.role()))
          .isPresent();
    }
    return cluster
        .replicatedBase(layer)
        .map(base -> base.prefer().orElseGet(() -> cluster.nodesOf(base).getFirst()).equals(node))
        .orElse(true);
  }

  Optional<LayerState> state(LayerName layer, NodeName node) {
    return live.flatMap(seen -> seen.status().state(layer, node));
  }

  /** What the signs of a diagram mean. */
  List<String> legend() {
    List<String> lines = new ArrayList<>(List.of("solid: in use there; dashed: stands by"));
    live.map(Live::differences)
        .ifPresent(
            differences -> {
              if (differences.known() == Differences.Knowledge.REFUSED) {
                lines.add(
                    "What differs from the file is not known, for an error stands in the way of a"
                        + " plan: see 'cairn plan'");
              } else if (!differences.isEmpty()) {
                lines.add(
                    "+ ~ - steps by which a node differs from the file: 'cairn plan' shows them");
              }
            });
    return lines;
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
