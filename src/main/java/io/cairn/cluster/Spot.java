package io.cairn.cluster;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A stretch of one line of the text.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 * @param width in characters, at least 1
 */
record Spot(int line, int column, int width) {
  /** The first character of the text. */
  static final Spot START = new Spot(1, 1, 1);

  /** A word in full, of anything larger the first character. */
  static Spot of(Node node) {
    Spot start = node.getStartMark().map(Spot::at).orElse(START);
    if (!(node instanceof ScalarNode)) {
      return start;
    }
    return node.getEndMark()
        .filter(end -> end.getLine() + 1 == start.line)
        .map(
            end ->
                new Spot(start.line, start.column, Math.max(1, end.getColumn() + 1 - start.column)))
        .orElse(start);
  }

  /** The character at the mark. */
  static Spot at(Mark mark) {
    return new Spot(mark.getLine() + 1, mark.getColumn() + 1, 1);
  }

  /** The character at the mark, where there is one. */
  static Spot at(Optional<Mark> mark) {
    return mark.map(Spot::at).orElse(START);
  }
}
