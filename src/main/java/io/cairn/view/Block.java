package io.cairn.view;

import io.cairn.graph.LayerName;
import io.cairn.view.Canvas.Stroke;
import io.cairn.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box of a diagram with the boxes that stand on it.
 *
 * @param link the layer, where it replicates to other nodes
 * @param rows what it says, a left and a right text each
 */
record Block(Optional<LayerName> link, Stroke stroke, List<Row> rows, List<Block> above) {
  /** Narrower boxes say nothing. */
  static final int NARROWEST = 20;

  Block {
    rows = List.copyOf(rows);
    above = List.copyOf(above);
  }

  /** One line in a box. */
  record Row(Cell left, Cell right) {}

  /** Lines of the screen, without the border below that it shares with what it stands on. */
  int height() {
    return 1 + rows.size() + height(above);
  }

  static int height(List<Block> sideBySide) {
    return sideBySide.stream().mapToInt(Block::height).max().orElse(0);
  }

  /** The same, where boxes that would get too narrow side by side become lines of one box. */
  Block fitted(int width) {
    return new Block(link, stroke, rows, fitted(above, width));
  }

  static List<Block> fitted(List<Block> sideBySide, int width) {
    if (sideBySide.isEmpty()) {
      return List.of();
    }
    int each = (width - 1) / sideBySide.size() + 1;
    if (sideBySide.size() == 1 || each >= NARROWEST) {
      return sideBySide.stream().map(block -> block.fitted(each)).toList();
    }
    List<Row> rows = new ArrayList<>();
    sideBySide.forEach(block -> block.list(rows, ""));
    boolean dashed = sideBySide.stream().allMatch(block -> block.stroke() == Stroke.DASHED);
    return List.of(
        new Block(Optional.empty(), dashed ? Stroke.DASHED : Stroke.SOLID, rows, List.of()));
  }

  private void list(List<Row> into, String indent) {
    for (Row row : rows) {
      String left = row.left().text().isEmpty() ? "" : indent + row.left().text();
      into.add(new Row(new Cell(row.left().ink(), left), row.right()));
    }
    above.forEach(block -> block.list(into, indent + "  "));
  }
}
