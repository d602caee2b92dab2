package io.cairn.view;

import java.util.ArrayList;
import java.util.List;

/**
 * How wide text gets in a picture, where nobody knows which font will show it: as in DejaVu Sans,
 * which is among the widest of the common ones, so that in others it only gets narrower.
 */
final class TextMetrics {
  /** Bold letters are that much wider there, at the most. */
  static final double BOLD = 1.12;

  private TextMetrics() {}

  /** Pixels at that size of the font. */
  static double width(String text, double size) {
    return text.codePoints().mapToDouble(TextMetrics::advance).sum() * size;
  }

  /** In parts of the font's size. */
  private static double advance(int character) {
    if ("ijlI.,:;!|'".indexOf(character) >= 0) {
      return 0.34;
    }
    if ("ftr()[]{}/- \"".indexOf(character) >= 0) {
      return 0.42;
    }
    if ("mwMW%@—…".indexOf(character) >= 0) {
      return 1.0;
    }
    if ("+~=<>".indexOf(character) >= 0 || Character.isUpperCase(character)) {
      return 0.8;
    }
    return character < 0x250 ? 0.64 : 1.0;
  }

  /** Lines no wider than that; a word that is wider by itself is cut. */
  static List<String> wrap(String text, double width, double size) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.strip().split("\\s+")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (line.isEmpty() || width(longer, size) <= width) {
        line = longer;
      } else {
        lines.add(shortened(line, width, size));
        line = word;
      }
    }
    lines.add(shortened(line, width, size));
    return lines;
  }

  /** The beginning of it, where it is wider than that. */
  static String shortened(String text, double width, double size) {
    if (width(text, size) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && width(text.substring(0, end) + "…", size) > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }
}
