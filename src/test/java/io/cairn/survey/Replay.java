package io.cairn.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Engines;
import io.cairn.engine.Observed;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.Probe;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A survey of nodes that were recorded, taken by the same code as one of nodes that live. */
public final class Replay {
  private Replay() {}

  /**
   * The survey.
   *
   * @param facts a folder with a file NODE.txt of each node, as {@code cairn survey} writes it;
   *     every question needs a reply in it, and every reply a question
   */
  public static Observed of(Path facts, Cluster cluster, Engines engines) throws IOException {
    assertThat(names(facts))
        .as("the nodes that have a file in %s, and those of the cluster", facts)
        .isEqualTo(
            cluster.nodes().keySet().stream()
                .map(node -> node + ".txt")
                .collect(Collectors.toCollection(TreeSet::new)));
    SequencedMap<NodeName, NodeSurvey> nodes = new LinkedHashMap<>();
    for (NodeName node : cluster.nodes().keySet()) {
      nodes.put(node, survey(facts.resolve(node + ".txt"), node, cluster, engines));
    }
    return new Observed(nodes);
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  // one at a time: each node was asked at a time of its own
  private static NodeSurvey survey(Path file, NodeName node, Cluster cluster, Engines engines)
      throws IOException {
    List<Probe> probes = new Surveyor(engines, Clock.systemUTC()).probes(cluster, node);
    RecordedNode recorded = RecordedNode.parse(Files.readString(file));
    if (recorded instanceof RecordedNode.Answered(_, var replies)) {
      assertThat(replies.keySet())
          .as(
              "the replies in %s, and what a survey asks now; if they differ, record it again",
              file)
          .containsExactlyInAnyOrderElementsOf(probes.stream().map(Probe::name).toList());
    }
    ReplayHost host = new ReplayHost(node, probes, recorded);
    NodeSurvey survey =
        new Surveyor(engines, host.clock())
            .survey(cluster, List.of(host))
            .nodes()
            .firstEntry()
            .getValue();
    assertThat(Recording.text(survey))
        .as("%s, read and written again", file)
        .isEqualTo(Files.readString(file));
    return survey;
  }
}
