package io.cairn.cluster;

import io.cairn.graph.LayerName;
import io.cairn.graph.Size;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes another size into the text of a cluster file, and leaves everything else in it as a person
 * wrote it: comments, order, alignment.
 */
public final class SizeEdit {
  // a key and a plain or quoted word, as one line of YAML has them
  private static final Pattern SIZE =
      Pattern.compile("(size\\s*:\\s*)(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,}#'\"]+)");

  private SizeEdit() {}

  /**
   * The text with that size for the layer; empty where the layer has no key {@code size} written in
   * one line with its value.
   */
  public static Optional<String> edit(String text, ClusterFile file, LayerName layer, String size) {
    return file.positions()
        .at("layers." + layer + ".size")
        .flatMap(
            position -> {
              int at = offset(text, position);
              Matcher matcher = SIZE.matcher(text).region(at, text.length());
              return matcher.lookingAt()
                  ? Optional.of(
                      text.substring(0, matcher.start(2)) + size + text.substring(matcher.end(2)))
                  : Optional.empty();
            });
  }

  private static int offset(String text, Position position) {
    int at = 0;
    for (int line = 1; line < position.line(); line++) {
      at = text.indexOf('\n', at) + 1;
    }
    return text.offsetByCodePoints(at, position.column() - 1);
  }

  /** A size as the file writes it, exactly: with the largest unit of which it is a whole number. */
  public static String text(Size size) {
    long bytes = size.bytes();
    String unit = "";
    for (String next : new String[] {"K", "M", "G", "T"}) {
      if (bytes == 0 || bytes % 1024 != 0) {
        break;
      }
      bytes /= 1024;
      unit = next;
    }
    return bytes + unit;
  }
}
