package io.cairn.view;

import io.cairn.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;

/** A grid of characters on which lines join where they meet, and texts lie over lines. */
final class Canvas {
  private static final int UP = 1;
  private static final int RIGHT = 2;
  private static final int DOWN = 4;
  private static final int LEFT = 8;
  private static final String UNICODE = " ╵╶└╷│┌├╴┘─┴┐┤┬┼";
  private static final String ASCII = " |-+||++-+-+++++";

  private final int[][] directions;
  private final Stroke[][] strokes;
  private final int[][] texts;
  private final Ink[][] inks;

  Canvas(int width, int height) {
    directions = new int[height][width];
    strokes = new Stroke[height][width];
    texts = new int[height][width];
    inks = new Ink[height][width];
  }

  /** How a line is drawn; where two meet, the solid one is seen. */
  enum Stroke {
    SOLID,
    DASHED
  }

  /** A rectangle between two corners, both included. */
  record Box(int left, int top, int right, int bottom) {}

  void draw(Box box, Stroke stroke) {
    horizontal(box.left(), box.right(), box.top(), stroke);
    horizontal(box.left(), box.right(), box.bottom(), stroke);
    vertical(box.left(), box.top(), box.bottom(), stroke);
    vertical(box.right(), box.top(), box.bottom(), stroke);
  }

  void horizontal(int from, int to, int y, Stroke stroke) {
    for (int x = from; x <= to; x++) {
      join(x, y, (x > from ? LEFT : 0) | (x < to ? RIGHT : 0), stroke);
    }
  }

  void vertical(int x, int from, int to, Stroke stroke) {
    for (int y = from; y <= to; y++) {
      join(x, y, (y > from ? UP : 0) | (y < to ? DOWN : 0), stroke);
    }
  }

  private void join(int x, int y, int direction, Stroke stroke) {
    directions[y][x] |= direction;
    if (strokes[y][x] != Stroke.SOLID) {
      strokes[y][x] = stroke;
    }
  }

  /** Writes from there to the right; what lies beyond the edge is cut. */
  void write(int x, int y, Cell cell) {
    int at = x;
    for (int character : cell.text().codePoints().toArray()) {
      if (y >= 0 && y < texts.length && at >= 0 && at < texts[y].length) {
        texts[y][at] = character;
        inks[y][at] = cell.ink();
      }
      at++;
    }
  }

  List<String> lines(Screen screen) {
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < texts.length; y++) {
      lines.add(line(y, screen).stripTrailing());
    }
    return lines;
  }

  private String line(int y, Screen screen) {
    StringBuilder line = new StringBuilder();
    StringBuilder run = new StringBuilder();
    Ink ink = Ink.NONE;
    for (int x = 0; x < texts[y].length; x++) {
      Ink here = inks[y][x] == null ? Ink.NONE : inks[y][x];
      if (here != ink) {
        line.append(screen.paint(ink, run.toString()));
        run.setLength(0);
        ink = here;
      }
      run.appendCodePoint(texts[y][x] == 0 ? sign(x, y, screen.glyphs()) : texts[y][x]);
    }
    return line.append(screen.paint(ink, run.toString())).toString();
  }

  private char sign(int x, int y, Glyphs glyphs) {
    int direction = directions[y][x];
    if (strokes[y][x] == Stroke.DASHED && direction == (UP | DOWN)) {
      return glyphs.of("┆", ":").charAt(0);
    }
    if (strokes[y][x] == Stroke.DASHED && direction == (LEFT | RIGHT)) {
      return glyphs.of("┄", ".").charAt(0);
    }
    return glyphs.of(UNICODE, ASCII).charAt(direction);
  }
}
