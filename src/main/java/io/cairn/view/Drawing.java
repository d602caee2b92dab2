package io.cairn.view;

import io.cairn.engine.BlockDevices;
import io.cairn.engine.LayerState;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.plan.Selection;
import io.cairn.view.Table.Cell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a picture of the stacks shows, before anybody says where: a panel for each node, in it a
 * card for each disk and layer with a link from what carries to what is carried, and wires between
 * the cards that replicate to each other.
 *
 * @param about the picture in one sentence
 */
record Drawing(
    String name, String about, List<Panel> panels, List<Wire> wires, List<String> legend) {
  Drawing {
    panels = List.copyOf(panels);
    wires = List.copyOf(wires);
    legend = List.copyOf(legend);
  }

  /**
   * A node.
   *
   * @param place its addresses
   * @param notes what is amiss with it
   */
  record Panel(NodeName node, String place, List<Cell> notes, List<Card> cards, List<Link> links) {
    Panel {
      notes = List.copyOf(notes);
      cards = List.copyOf(cards);
      links = List.copyOf(links);
    }
  }

  /**
   * A disk or a layer on a node.
   *
   * @param id unique on the node
   * @param role as in {@code ● primary}
   * @param lines what else there is to say
   * @param fill how full it is, in percent
   * @param difference what a plan would do about it
   */
  record Card(
      String id,
      Kind kind,
      Use use,
      String name,
      String type,
      Cell role,
      List<String> lines,
      Optional<Integer> fill,
      Optional<String> difference) {
    Card {
      lines = List.copyOf(lines);
    }

    /** All of it in one line. */
    String told() {
      return Stream.of(
              Stream.of(name + " (" + type + ")", role.text()), lines.stream(), difference.stream())
          .flatMap(text -> text)
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(", "));
    }
  }

  /** What a card stands for: they are told apart by a stripe of colour beside the word. */
  enum Kind {
    DISK,
    BLOCK,
    REPLICA,
    FILES,
    CONTAINER
  }

  /** Whether it is in use on the node. */
  enum Use {
    IN_USE,
    STANDBY
  }

  /** From what carries to what is carried, by the ids of cards of one panel. */
  record Link(String lower, String upper) {}

  /** Between the cards of a resource on two nodes. */
  record Wire(LayerName layer, NodeName from, NodeName to, List<String> labels, Use use) {
    Wire {
      labels = List.copyOf(labels);
    }
  }

  /** Everything that is chosen, by the file or as it is. */
  static Drawing of(Cluster cluster, Selection selection, Optional<Live> live) {
    Stacks stacks = new Stacks(cluster, live, Glyphs.UNICODE);
    Set<Layer> shown = new LinkedHashSet<>();
    stacks.components().stream()
        .filter(component -> component.stream().anyMatch(l -> selection.covers(l.name())))
        .forEach(shown::addAll);
    List<NodeName> nodes = cluster.nodes().keySet().stream().filter(selection::covers).toList();
    Painter painter = new Painter(stacks, shown, nodes);
    return new Drawing(
        cluster.name().text(),
        live.map(seen -> Verdict.of(seen.status()).text().replaceFirst("^[^:]*: ", ""))
            .orElse("as the cluster file says; no node was asked"),
        nodes.stream().map(painter::panel).toList(),
        painter.wires(),
        stacks.legend());
  }

  /** Makes panels, cards and wires of the stacks. */
  private record Painter(Stacks stacks, Set<Layer> shown, List<NodeName> nodes) {

    Panel panel(NodeName name) {
      Node node = stacks.cluster().node(name);
      String replication = node.address().map(address -> ", " + address).orElse("");
      List<Cell> notes = new ArrayList<>();
      if (stacks.isSilent(name)) {
        notes.add(new Cell(Ink.BAD, "✖ does not answer"));
      }
      stacks.difference(name).ifPresent(text -> notes.add(new Cell(Ink.CAREFUL, text)));
      List<Layer> here =
          stacks.cluster().layers().values().stream()
              .filter(layer -> shown.contains(layer))
              .filter(layer -> stacks.cluster().nodesOf(layer).contains(name))
              .toList();
      List<Card> cards = new ArrayList<>();
      List<Link> links = new ArrayList<>();
      for (Layer layer : here) {
        cards.add(card(layer, name));
        for (Below.Ground ground : stacks.cluster().allBelow(layer, name)) {
          links.add(new Link(LayerWords.below(ground), layer.name().text()));
        }
      }
      stacks
          .cluster()
          .disksOf(name)
          .forEach(
              (path, layers) -> {
                if (layers.stream().anyMatch(here::contains)) {
                  cards.add(disk(path, name));
                }
              });
      return new Panel(name, node.ssh().host() + replication, notes, cards, links);
    }

    private Card disk(DevicePath path, NodeName node) {
      int slash = path.text().lastIndexOf('/');
      Optional<BlockDevices.Device> device =
          stacks
              .live()
              .flatMap(live -> live.status().observed().facts(node))
              .flatMap(facts -> facts.blocks().at(path));
      boolean missing = stacks.live().isPresent() && !stacks.isSilent(node) && device.isEmpty();
      return new Card(
          path.text(),
          Kind.DISK,
          Use.IN_USE,
          path.text().substring(slash + 1),
          "disk",
          missing ? new Cell(Ink.BAD, "✖ not there") : Cell.of(""),
          List.of(
              Stream.concat(
                      Stream.of(path.text().substring(0, slash)),
                      device.stream().map(found -> found.size().toString()))
                  .collect(Collectors.joining(", "))),
          Optional.empty(),
          Optional.empty());
    }

    private Card card(Layer layer, NodeName node) {
      Optional<LayerState> state = stacks.state(layer.name(), node);
      return new Card(
          layer.name().text(),
          kind(layer),
          stacks.isInUse(layer, node) ? Use.IN_USE : Use.STANDBY,
          layer.name().text(),
          layer.type(),
          stacks.role(layer, node),
          lines(layer, node, state),
          state.flatMap(LayerState::fill).map(LayerState.Fill::percent),
          stacks.difference(layer, node));
    }

    private List<String> lines(Layer layer, NodeName node, Optional<LayerState> state) {
      List<String> facts = LayerWords.facts(layer, stacks.size(layer, node));
      String detail = state.map(LayerState::detail).orElse("");
      List<String> lines = new ArrayList<>();
      lines.add(detail.isEmpty() ? String.join(", ", facts) : detail);
      lines.addAll(stacks.live().isPresent() ? List.of() : LayerWords.more(layer));
      state
          .flatMap(LayerState::sync)
          .ifPresent(sync -> lines.add(sync.what() + ": " + Verdict.amounts(sync)));
      state
          .flatMap(LayerState::fill)
          .ifPresent(fill -> lines.add(fill.percent() + " % of " + fill.total() + " full"));
      return lines.stream().filter(line -> !line.isEmpty()).toList();
    }

    private static Kind kind(Layer layer) {
      return switch (layer) {
        case Layer.Partition _,
            Layer.Raid _,
            Layer.VolumeGroup _,
            Layer.LogicalVolume _,
            Layer.ThinPool _,
            Layer.ThinVolume _ ->
            Kind.BLOCK;
        case Layer.Drbd _ -> Kind.REPLICA;
        case Layer.FileSystem _ -> Kind.FILES;
        case Layer.Lxc _ -> Kind.CONTAINER;
      };
    }

    List<Wire> wires() {
      List<Wire> wires = new ArrayList<>();
      for (Layer layer : shown) {
        if (layer instanceof Layer.Drbd drbd) {
          List<NodeName> ends =
              nodes.stream().filter(stacks.cluster().nodesOf(drbd)::contains).toList();
          for (int i = 0; i < ends.size(); i++) {
            for (NodeName to : ends.subList(i + 1, ends.size())) {
              if (stacks.cluster().replicates(drbd, ends.get(i), to)) {
                wires.add(wire(drbd, ends.get(i), to));
              }
            }
          }
        }
      }
      return wires;
    }

    private Wire wire(Layer.Drbd drbd, NodeName from, NodeName to) {
      List<String> labels = new ArrayList<>();
      labels.add(drbd.name() + ": protocol " + drbd.options().protocol().between(from, to));
      stacks.network(drbd).stream().limit(1).forEach(labels::add);
      boolean broken = stacks.isSilent(from) || stacks.isSilent(to);
      return new Wire(drbd.name(), from, to, labels, broken ? Use.STANDBY : Use.IN_USE);
    }
  }
}
