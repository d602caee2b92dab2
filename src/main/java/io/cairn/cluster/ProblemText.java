package io.cairn.cluster;

import java.util.Locale;

/**
 * Renders a problem as a compiler does.
 *
 * <pre>
 * error FILE-11 Unknown key
 *   cluster.yaml:12:25: 'ovre' in layers.store1
 *     12 | store1: { type: btrfs, ovre: r0 }
 *        |                        ^^^^
 *   Wanted: one of type, over, nodes, mount, options
 *   Correct: did you mean 'over'?
 * </pre>
 */
final class ProblemText {
  /** Longer lines are cut around the place, so that the caret stays on the screen. */
  private static final int WINDOW = 100;

  private ProblemText() {}

  static String of(Problem problem) {
    StringBuilder text = new StringBuilder();
    text.append(problem.severity().name().toLowerCase(Locale.ROOT)).append(' ');
    text.append(problem.code().id()).append(' ').append(problem.code().title()).append('\n');
    line(text, "", problem.position() + (problem.seen().isEmpty() ? "" : ": " + problem.seen()));
    if (!problem.sourceLine().isBlank()) {
      text.append(excerpt(problem).indent(4));
    }
    line(text, "Wanted: ", problem.wanted());
    line(text, "", problem.why());
    line(text, "Correct: ", problem.correction());
    return text.toString();
  }

  /** The line with its number, and carets below the place; no line break at the end. */
  static String excerpt(Problem problem) {
    String number = Integer.toString(problem.position().line());
    int[] line = problem.sourceLine().codePoints().toArray();
    int caret = Math.min(problem.position().column() - 1, line.length);
    int from = line.length <= WINDOW ? 0 : Math.max(0, caret - WINDOW / 2);
    int to = Math.min(line.length, from + WINDOW);
    StringBuilder text = new StringBuilder();
    text.append(number).append(" | ").append(new String(line, from, to - from)).append('\n');
    text.repeat(' ', number.length()).append(" | ");
    for (int i = from; i < caret; i++) {
      text.append(line[i] == '\t' ? '\t' : ' ');
    }
    return text.repeat('^', Math.clamp(problem.width(), 1, Math.max(1, to - caret))).toString();
  }

  private static void line(StringBuilder text, String label, String content) {
    if (!content.isEmpty()) {
      text.append("  ").append(label).append(content.replace("\n", "\n    ")).append('\n');
    }
  }
}
