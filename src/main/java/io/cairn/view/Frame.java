package io.cairn.view;

import java.util.ArrayList;
import java.util.List;

/**
 * A text that fills a terminal and is drawn over its predecessor, line by line: nothing is cleared
 * first, so nothing flickers.
 */
public final class Frame {
  /** The other screen (xterm's 1049), without cursor (25), lines cut at the edge (ECMA-48 7). */
  public static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";

  /** The screen as it was before. */
  public static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  private Frame() {}

  /**
   * The sequence that draws it. What is more than the terminal is high is left out, and counted.
   *
   * @param head its first line
   * @param height lines of the terminal
   */
  public static String of(String head, String text, int height, Screen screen) {
    List<String> all = text.lines().toList();
    int room = Math.max(2, height) - 1;
    List<String> lines = new ArrayList<>();
    lines.add(screen.paint(Ink.FAINT, Prose.keepStart(head, screen.width(), screen.glyphs())));
    if (all.size() <= room) {
      lines.addAll(all);
    } else {
      lines.addAll(all.subList(0, room - 1));
      int more = all.size() - room + 1;
      lines.add(
          screen.paint(
              Ink.FAINT, Prose.count(more, "more line") + ": 'cairn status' shows them all"));
    }
    // no line break after the last one: it would scroll
    return HOME + String.join(REST_OF_LINE + "\r\n", lines) + REST_OF_LINE + REST_OF_SCREEN;
  }
}
