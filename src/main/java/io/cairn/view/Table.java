package io.cairn.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of cells in aligned columns, two blanks apart. The last cell of a row that is shorter than
 * others reaches over the columns that it lacks.
 */
record Table(List<List<Cell>> rows) {
  private static final int GAP = 2;

  /** One text in one colour. */
  record Cell(Ink ink, String text) {
    static Cell of(String text) {
      return new Cell(Ink.NONE, text);
    }
  }

  /** Columns that the widest row takes. */
  int width() {
    int[] widths = widths();
    return IntStream.of(widths).sum() + GAP * Math.max(0, widths.length - 1);
  }

  List<String> lines(Screen screen) {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    for (List<Cell> row : rows) {
      lines.add(line(row, widths, screen));
    }
    return lines;
  }

  private static String line(List<Cell> row, int[] widths, Screen screen) {
    int last = lastFilled(row);
    return IntStream.rangeClosed(0, last)
        .mapToObj(
            column -> {
              Cell cell = row.get(column);
              int blanks = column == last ? 0 : widths[column] + GAP - Prose.length(cell.text());
              return screen.paint(cell.ink(), cell.text()) + " ".repeat(blanks);
            })
        .collect(Collectors.joining());
  }

  private static int lastFilled(List<Cell> row) {
    return IntStream.range(0, row.size())
        .filter(column -> !row.get(column).text().isEmpty())
        .max()
        .orElse(-1);
  }

  private int[] widths() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, columns)
        .map(
            column ->
                rows.stream()
                    .filter(row -> row.size() > column + 1 || row.size() == columns)
                    .mapToInt(row -> Prose.length(row.get(column).text()))
                    .max()
                    .orElse(0))
        .toArray();
  }
}
