package io.cairn.cluster;

import io.cairn.graph.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * A cluster file that was read without errors.
 *
 * @param cluster what it declares
 * @param positions where everything stands in it
 * @param warnings what is unwise in it, in the order of the text
 */
public record ClusterFile(Cluster cluster, Positions positions, List<Problem> warnings) {
  public ClusterFile {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the text of a cluster file.
   *
   * @param fileName for positions, as in {@code cluster.yaml}; nothing is opened
   * @param text all of it
   */
  public static ParseResult parse(String fileName, String text) {
    Problems problems = new Problems(fileName, text);
    Optional<Value.Fields> form =
        new YamlText(text, problems).root().flatMap(new FormReader(problems)::file);
    Optional<Draft> draft = form.map(Draft::of);
    draft.ifPresent(read -> Checks.run(read, problems));
    if (draft.isEmpty() || problems.haveErrors()) {
      return new ParseResult.Rejected(problems.all());
    }
    return new ParseResult.Parsed(
        new ClusterFile(
            new GraphBuilder(draft.get()).build(),
            Positions.of(draft.get().file(), problems),
            problems.all()));
  }
}
