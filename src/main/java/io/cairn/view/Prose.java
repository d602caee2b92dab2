package io.cairn.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Running text: wrapped, counted, shortened. */
public final class Prose {
  private Prose() {}

  /** Breaks at spaces; a word longer than the width stands alone on its line, whole. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && length(line) + 1 + length(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Columns on a screen; every sign used here is one wide. */
  static int length(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }

  /** Blanks to the right up to that width. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - length(text)));
  }

  /** At most that wide; the end is kept, for paths differ there. */
  static String keepEnd(String text, int width, Glyphs glyphs) {
    if (length(text) <= width) {
      return text;
    }
    String dots = glyphs.ellipsis();
    int from = text.offsetByCodePoints(text.length(), -Math.max(0, width - dots.length()));
    return dots + text.substring(from);
  }

  /** At most that wide; the beginning is kept. */
  static String keepStart(String text, int width, Glyphs glyphs) {
    if (length(text) <= width) {
      return text;
    }
    String dots = glyphs.ellipsis();
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - dots.length()))) + dots;
  }

  /** As in {@code 1 step}, {@code 3 steps}. */
  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** The sentence without its full stop, to be put into another. */
  static String clause(String sentence) {
    String text = sentence.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** As in {@code 0.4 s}, {@code 35 s}, {@code 2 min 05 s}, {@code 3 h 10 min}. */
  static String span(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }

  /** What is left, no finer than anybody can know, as in {@code 35 s}, {@code 2 min}. */
  public static String about(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? Math.ceilDiv(seconds, 60) + " min"
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }

  /** Every line of a text, indented. */
  static List<String> indent(String text, String by) {
    return text.lines().map(line -> (by + line).stripTrailing()).toList();
  }
}
