package io.cairn.cluster;

import java.util.List;

/** What became of a text. */
public sealed interface ParseResult {
  /** It is a cluster file, perhaps with warnings. */
  record Parsed(ClusterFile file) implements ParseResult {}

  /**
   * It is none.
   *
   * @param problems every error and warning, in the order of the text; at least one error
   */
  record Rejected(List<Problem> problems) implements ParseResult {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
