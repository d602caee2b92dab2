package io.cairn.view;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.view.Drawing.Card;
import io.cairn.view.Drawing.Panel;
import io.cairn.view.Drawing.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.EdgeStraighteningStrategy;
import org.eclipse.elk.alg.layered.options.FixedAlignment;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where everything of a drawing lies, by the layered algorithm of the Eclipse Layout Kernel: first
 * the cards of each node, from the bottom up; then the nodes beside each other, with the wires
 * between them. The layout of both knows of the other by ports on the edges of the nodes.
 */
final class StackLayout {
  /** The font of what stands on a wire. */
  static final double LABEL_SIZE = 11.5;

  static final double LABEL_LINE = 15;
  private static final double MARGIN = 14;
  private static final double TITLE = 64;
  private static final double HEAD = 56;
  private static final double NOTE = 17;

  private final Drawing drawing;
  private final ElkNode root = ElkGraphUtil.createGraph();
  private final Map<NodeName, ElkNode> panels = new LinkedHashMap<>();
  private final Map<NodeName, Map<String, ElkNode>> cards = new HashMap<>();
  private final Map<NodeName, List<ElkEdge>> links = new HashMap<>();
  private final Map<Plug, ElkEdge> plugs = new HashMap<>();
  private final Map<Wire, ElkEdge> wires = new LinkedHashMap<>();

  private StackLayout(Drawing drawing) {
    this.drawing = drawing;
  }

  /** A point, from the upper left; pixels. */
  record Point(double x, double y) {}

  /** A rectangle by its upper left corner; pixels. */
  record Area(double x, double y, double width, double height) {}

  /** A card at its place. */
  record PlacedCard(CardText text, Area area) {}

  /** A node at its place, with what is in it. */
  record PlacedPanel(Panel panel, Area area, List<PlacedCard> cards, List<List<Point>> links) {}

  /** A wire with its bends, and the place of its label. */
  record PlacedWire(Wire wire, List<Point> points, Area label) {}

  /** All of it. */
  record Placed(double width, double height, List<PlacedPanel> panels, List<PlacedWire> wires) {}

  static Placed of(Drawing drawing) {
    return new StackLayout(drawing).placed();
  }

  private Placed placed() {
    CardText.Sizes sizes =
        CardText.Sizes.of(drawing.panels().stream().flatMap(p -> p.cards().stream()).toList());
    Map<NodeName, List<CardText>> texts = new HashMap<>();
    for (Panel panel : drawing.panels()) {
      texts.put(panel.node(), panel.cards().stream().map(sizes::of).toList());
      panel(panel, Objects.requireNonNull(texts.get(panel.node())));
    }
    drawing.wires().forEach(this::wire);
    // the first use makes all types of options known, without which no default of one can be read
    LayoutMetaDataService.getInstance();
    LayeredLayoutProvider layered = new LayeredLayoutProvider();
    for (ElkNode panel : panels.values()) {
      layered.layout(panel, new BasicProgressMonitor());
      panel.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
    }
    options(root, Direction.RIGHT, new ElkPadding(TITLE, MARGIN, MARGIN, MARGIN));
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    layered.layout(root, new BasicProgressMonitor());
    return new Placed(
        root.getWidth(),
        root.getHeight(),
        drawing.panels().stream()
            .map(panel -> place(panel, Objects.requireNonNull(texts.get(panel.node()))))
            .toList(),
        drawing.wires().stream().map(this::place).toList());
  }

  private static void options(ElkNode graph, Direction direction, ElkPadding padding) {
    graph.setProperty(LayeredOptions.DIRECTION, direction);
    graph.setProperty(LayeredOptions.PADDING, padding);
    graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    // as in the file, from left to right
    graph.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
    graph.setProperty(LayeredOptions.NODE_PLACEMENT_BK_FIXED_ALIGNMENT, FixedAlignment.BALANCED);
    graph.setProperty(
        LayeredOptions.NODE_PLACEMENT_BK_EDGE_STRAIGHTENING,
        EdgeStraighteningStrategy.IMPROVE_STRAIGHTNESS);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE, 16.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 12.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 10.0);
    graph.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, 30.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_LABEL, 4.0);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 22.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 10.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 10.0);
  }

  private void panel(Panel panel, List<CardText> texts) {
    ElkNode node = ElkGraphUtil.createNode(root);
    panels.put(panel.node(), node);
    int notes = drawing.panels().stream().mapToInt(each -> each.notes().size()).max().orElse(0);
    options(node, Direction.UP, new ElkPadding(HEAD + NOTE * notes, MARGIN, MARGIN, MARGIN));
    node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
    Map<String, ElkNode> byId = new HashMap<>();
    for (CardText text : texts) {
      ElkNode card = ElkGraphUtil.createNode(node);
      card.setDimensions(text.width(), text.height());
      byId.put(text.card().id(), card);
    }
    cards.put(panel.node(), byId);
    links.put(
        panel.node(),
        panel.links().stream()
            .map(
                link ->
                    ElkGraphUtil.createSimpleEdge(byId.get(link.lower()), byId.get(link.upper())))
            .toList());
  }

  /** Where the wires of a resource leave a node on one side: one place for all of them. */
  private record Plug(LayerName layer, NodeName node, PortSide side) {}

  /** From border to border; the rest of it lies within the nodes. */
  private void wire(Wire wire) {
    ElkEdge edge =
        ElkGraphUtil.createSimpleEdge(
            plug(new Plug(wire.layer(), wire.from(), PortSide.EAST)),
            plug(new Plug(wire.layer(), wire.to(), PortSide.WEST)));
    List<NodeName> order = List.copyOf(panels.keySet());
    boolean adjacent = order.indexOf(wire.to()) - order.indexOf(wire.from()) == 1;
    // equal stacks beside each other stand at the same height
    edge.setProperty(LayeredOptions.PRIORITY_STRAIGHTNESS, adjacent ? 100 : 0);
    ElkLabel label = ElkGraphUtil.createLabel(edge);
    double width =
        wire.labels().stream()
            .mapToDouble(text -> TextMetrics.width(text, LABEL_SIZE))
            .max()
            .orElse(0);
    label.setText(String.join("\n", wire.labels()));
    label.setDimensions(width + 12, wire.labels().size() * LABEL_LINE);
    label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
    wires.put(wire, edge);
  }

  /** The port on the node's border, with the edge from the card to it. */
  private ElkPort plug(Plug plug) {
    ElkEdge edge = plugs.computeIfAbsent(plug, this::inside);
    return (ElkPort) edge.getTargets().getFirst();
  }

  private ElkEdge inside(Plug plug) {
    ElkPort border = ElkGraphUtil.createPort(Objects.requireNonNull(panels.get(plug.node())));
    border.setProperty(LayeredOptions.PORT_SIDE, plug.side());
    ElkNode card =
        Objects.requireNonNull(
            Objects.requireNonNull(cards.get(plug.node())).get(plug.layer().text()));
    card.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
    ElkPort port = ElkGraphUtil.createPort(card);
    port.setProperty(LayeredOptions.PORT_SIDE, plug.side());
    // outward on both sides, so that both leave at the same height
    return ElkGraphUtil.createSimpleEdge(port, border);
  }

  private PlacedPanel place(Panel panel, List<CardText> texts) {
    ElkNode node = Objects.requireNonNull(panels.get(panel.node()));
    List<PlacedCard> placed = new ArrayList<>();
    for (CardText text : texts) {
      Card card = text.card();
      ElkNode at =
          Objects.requireNonNull(Objects.requireNonNull(cards.get(panel.node())).get(card.id()));
      placed.add(
          new PlacedCard(
              text,
              new Area(
                  node.getX() + at.getX(),
                  node.getY() + at.getY(),
                  at.getWidth(),
                  at.getHeight())));
    }
    return new PlacedPanel(
        panel,
        new Area(node.getX(), node.getY(), node.getWidth(), node.getHeight()),
        placed,
        Objects.requireNonNull(links.get(panel.node())).stream()
            .map(edge -> points(edge, node))
            .toList());
  }

  private PlacedWire place(Wire wire) {
    ElkEdge between = Objects.requireNonNull(wires.get(wire));
    List<Point> points =
        new ArrayList<>(points(new Plug(wire.layer(), wire.from(), PortSide.EAST)));
    points.addAll(points(between, root));
    points.addAll(points(new Plug(wire.layer(), wire.to(), PortSide.WEST)).reversed());
    ElkLabel label = between.getLabels().getFirst();
    return new PlacedWire(
        wire, points, new Area(label.getX(), label.getY(), label.getWidth(), label.getHeight()));
  }

  private List<Point> points(Plug plug) {
    return points(
        Objects.requireNonNull(plugs.get(plug)), Objects.requireNonNull(panels.get(plug.node())));
  }

  /** Its ends and bends; they are relative to what contains it. */
  private static List<Point> points(ElkEdge edge, ElkNode container) {
    List<Point> points = new ArrayList<>();
    double x = container.getX();
    double y = container.getY();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(new Point(x + section.getStartX(), y + section.getStartY()));
      section
          .getBendPoints()
          .forEach(bend -> points.add(new Point(x + bend.getX(), y + bend.getY())));
      points.add(new Point(x + section.getEndX(), y + section.getEndY()));
    }
    return points;
  }
}
