package io.cairn.cluster;

import java.util.Locale;

/**
 * Renders a problem as a compiler does.
 *
 * <pre>
 * error FILE-12: Unknown key
 *   --> cluster.yaml:12:5
 *    |
 * 12 |     ovre: r0
 *    |     ^^^^
 *   seen:    'ovre' in layers.store1
 *   wanted:  one of type, over, nodes, mount, options
 *   correct: did you mean 'over'?
 * </pre>
 */
final class ProblemText {
  /** Longer lines are cut around the place, so that the caret stays on the screen. */
  private static final int WINDOW = 100;

  private ProblemText() {}

  static String of(Problem problem) {
    String number = Integer.toString(problem.position().line());
    String margin = " ".repeat(number.length());
    StringBuilder text = new StringBuilder();
    text.append(problem.severity().name().toLowerCase(Locale.ROOT)).append(' ');
    text.append(problem.code().id()).append(": ").append(problem.code().title()).append('\n');
    text.append(margin).append("--> ").append(problem.position()).append('\n');
    if (!problem.sourceLine().isBlank()) {
      text.append(margin).append(" |\n");
      excerpt(text, problem, number + " | ", margin + " | ");
    }
    line(text, "seen:    ", problem.seen());
    line(text, "wanted:  ", problem.wanted());
    line(text, "why:     ", problem.why());
    line(text, "correct: ", problem.correction());
    return text.toString();
  }

  private static void excerpt(StringBuilder text, Problem problem, String first, String second) {
    int[] line = problem.sourceLine().codePoints().toArray();
    int caret = Math.min(problem.position().column() - 1, line.length);
    int from = line.length <= WINDOW ? 0 : Math.max(0, caret - WINDOW / 2);
    int to = Math.min(line.length, from + WINDOW);
    text.append(first).append(new String(line, from, to - from)).append('\n');
    text.append(second);
    for (int i = from; i < caret; i++) {
      text.append(line[i] == '\t' ? '\t' : ' ');
    }
    text.repeat('^', Math.clamp(problem.width(), 1, Math.max(1, to - caret))).append('\n');
  }

  private static void line(StringBuilder text, String label, String content) {
    if (!content.isEmpty()) {
      text.append("  ").append(label).append(content.replace("\n", "\n           ")).append('\n');
    }
  }
}
