package io.cairn.view;

import io.cairn.graph.Cluster;
import io.cairn.graph.DrbdOptions;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.plan.Selection;
import io.cairn.view.Block.Row;
import io.cairn.view.Canvas.Box;
import io.cairn.view.Canvas.Stroke;
import io.cairn.view.Table.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stacks of a cluster drawn in characters: a column for each node, disks at the bottom,
 * containers on top, a line between the boxes that replicate to each other. What is in use on a
 * node has a solid border, what stands by a dashed one. Two nodes need at least 60 columns; more
 * nodes make wider lines.
 */
public final class DiagramText {
  private static final int WIDEST_GAP = 24;
  private static final int NARROWEST_GAP = 16;

  private final Selection selection;
  private final Stacks stacks;
  private final Screen screen;
  private final List<NodeName> nodes;
  private final int gap;
  private final int column;

  private DiagramText(Cluster cluster, Selection selection, Optional<Live> live, Screen screen) {
    this.selection = selection;
    this.stacks = new Stacks(cluster, live, screen.glyphs());
    this.screen = screen;
    this.nodes = cluster.nodes().keySet().stream().filter(selection::covers).toList();
    this.gap = Math.clamp(screen.width() / 4, NARROWEST_GAP, WIDEST_GAP);
    int room = screen.width() - gap * (nodes.size() - 1);
    this.column = Math.clamp(room / Math.max(1, nodes.size()), Block.NARROWEST, 60);
  }

  /** What the file says: each resource active where it is preferred. */
  public static String of(Cluster cluster, Screen screen) {
    return of(cluster, Selection.ALL, screen);
  }

  /** The same of a part: the chosen nodes, and every stack with a chosen layer in it. */
  public static String of(Cluster cluster, Selection selection, Screen screen) {
    return new DiagramText(cluster, selection, Optional.empty(), screen).text();
  }

  /** What is seen on the nodes, as far as the status covers it, and where it differs. */
  public static String of(Live live, Screen screen) {
    Status status = live.status();
    return new DiagramText(status.cluster(), status.selection(), Optional.of(live), screen).text();
  }

  private String text() {
    List<String> lines = new ArrayList<>(heading());
    for (Set<Layer> component : stacks.components()) {
      if (component.stream().anyMatch(layer -> selection.covers(layer.name()))) {
        lines.addAll(component(component));
      }
    }
    stacks.legend().stream()
        .flatMap(sentence -> Prose.wrap(sentence, screen.width()).stream())
        .forEach(line -> lines.add(screen.paint(Ink.FAINT, line)));
    return String.join("\n", lines) + "\n";
  }

  private int left(int index) {
    return index * (column + gap);
  }

  private Canvas canvas(int height) {
    return new Canvas(left(nodes.size()) - gap, height);
  }

  private List<String> heading() {
    List<Optional<String>> differences = nodes.stream().map(stacks::difference).toList();
    Canvas canvas = canvas(differences.stream().allMatch(Optional::isEmpty) ? 2 : 3);
    for (int i = 0; i < nodes.size(); i++) {
      Node node = stacks.cluster().node(nodes.get(i));
      String silent = stacks.isSilent(node.name()) ? " does not answer" : "";
      canvas.write(left(i), 0, new Cell(Ink.STRONG, node.name().text()));
      canvas.write(left(i) + node.name().text().length(), 0, new Cell(Ink.BAD, silent));
      String replication = node.address().map(address -> ", " + address).orElse("");
      canvas.write(left(i), 1, Cell.of(shortened(node.ssh().host() + replication, column)));
      canvas.write(left(i), 2, new Cell(Ink.CAREFUL, differences.get(i).orElse("")));
    }
    return canvas.lines(screen);
  }

  private record Place(LayerName layer, NodeName node) {}

  private List<String> component(Set<Layer> component) {
    List<List<Block>> byNode =
        nodes.stream().map(node -> Block.fitted(stacks.onDisks(node, component), column)).toList();
    int height = byNode.stream().mapToInt(Block::height).max().orElse(0) + 1;
    Canvas canvas = canvas(height);
    Map<Place, Box> linked = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeName node = nodes.get(i);
      Map<LayerName, Box> links = new HashMap<>();
      draw(canvas, byNode.get(i), new Box(left(i), 0, left(i) + column - 1, height - 1), links);
      links.forEach((layer, box) -> linked.put(new Place(layer, node), box));
    }
    for (Layer layer : component) {
      if (layer instanceof Layer.Drbd drbd) {
        link(canvas, drbd, linked);
      }
    }
    return canvas.lines(screen);
  }

  /** Draws boxes side by side on the lower edge of the space, and those above on their upper. */
  private void draw(Canvas canvas, List<Block> blocks, Box space, Map<LayerName, Box> links) {
    int span = space.right() - space.left();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      int from = space.left() + span * i / blocks.size();
      int to = space.left() + span * (i + 1) / blocks.size();
      int top = space.bottom() - block.rows().size() - 1;
      Box box = new Box(from, top, to, space.bottom());
      canvas.draw(box, block.stroke());
      rows(canvas, block.rows(), box);
      block.link().ifPresent(layer -> links.put(layer, box));
      draw(canvas, block.above(), new Box(from, space.top(), to, top), links);
    }
  }

  private void rows(Canvas canvas, List<Row> rows, Box box) {
    int room = box.right() - box.left() - 3;
    int y = box.top() + 1;
    for (Row row : rows) {
      String right = Prose.keepStart(row.right().text(), room, screen.glyphs());
      String left =
          shortened(
              row.left().text(),
              Math.max(0, room - Prose.length(right) - (right.isEmpty() ? 0 : 1)));
      canvas.write(box.left() + 2, y, new Cell(row.left().ink(), left));
      canvas.write(box.right() - 1 - Prose.length(right), y, new Cell(row.right().ink(), right));
      y++;
    }
  }

  /** Paths differ at their ends, all else at its beginning. */
  private String shortened(String text, int width) {
    return text.startsWith("/")
        ? Prose.keepEnd(text, width, screen.glyphs())
        : Prose.keepStart(text, width, screen.glyphs());
  }

  private void link(Canvas canvas, Layer.Drbd drbd, Map<Place, Box> linked) {
    for (int i = 0; i + 1 < nodes.size(); i++) {
      Box from = linked.get(new Place(drbd.name(), nodes.get(i)));
      Box to = linked.get(new Place(drbd.name(), nodes.get(i + 1)));
      boolean isLinked = stacks.cluster().replicates(drbd, nodes.get(i), nodes.get(i + 1));
      if (from != null && to != null && isLinked) {
        boolean silent = stacks.isSilent(nodes.get(i)) || stacks.isSilent(nodes.get(i + 1));
        wire(
            canvas, new Box(from.right() + 1, from.top() + 1, to.left() - 1, to.top() + 1), silent);
        labels(
            canvas, drbd, drbd.options().protocol().between(nodes.get(i), nodes.get(i + 1)), from);
      }
    }
  }

  private void wire(Canvas canvas, Box ends, boolean silent) {
    Stroke stroke = silent ? Stroke.DASHED : Stroke.SOLID;
    int bend = ends.right() - 2;
    canvas.horizontal(ends.left(), bend, ends.top(), stroke);
    canvas.horizontal(bend, ends.right(), ends.bottom(), stroke);
    canvas.vertical(
        bend, Math.min(ends.top(), ends.bottom()), Math.max(ends.top(), ends.bottom()), stroke);
    canvas.write(ends.left(), ends.top(), Cell.of(screen.glyphs().of("◄", "<")));
    canvas.write(ends.right(), ends.bottom(), Cell.of(screen.glyphs().of("►", ">")));
  }

  /** The protocol on the line, the network below it, what is being copied above it. */
  private void labels(Canvas canvas, Layer.Drbd drbd, DrbdOptions.Protocol protocol, Box from) {
    List<String> texts = new ArrayList<>();
    stacks.sync(drbd).ifPresent(texts::add);
    int y = from.top() + 1 - texts.size();
    texts.add(" protocol " + protocol + " ");
    texts.addAll(stacks.network(drbd));
    for (String text : texts) {
      String shown = Prose.keepStart(text, gap - 2, screen.glyphs());
      int x = from.right() + 1 + (gap - Prose.length(shown)) / 2;
      canvas.write(x, y++, Cell.of(shown));
    }
  }
}
