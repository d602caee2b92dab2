package io.cairn.engine;

import io.cairn.graph.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** One survey of the whole cluster: a snapshot, never changed. */
public record Observed(SequencedMap<NodeName, NodeSurvey> nodes) {
  public Observed {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
  }

  /** What came of asking one node. */
  public sealed interface NodeSurvey {
    /** It answered. */
    record Answered(NodeFacts facts) implements NodeSurvey {}

    /** It did not, and why; nothing is known of it. */
    record Unreachable(String why) implements NodeSurvey {}
  }

  /** The node's facts, where it answered. */
  public Optional<NodeFacts> facts(NodeName node) {
    return nodes.get(node) instanceof NodeSurvey.Answered(var facts)
        ? Optional.of(facts)
        : Optional.empty();
  }

  /** The nodes that did not answer, with the reason. */
  public Map<NodeName, String> unreachable() {
    Map<NodeName, String> silent = new LinkedHashMap<>();
    nodes.forEach(
        (node, survey) -> {
          if (survey instanceof NodeSurvey.Unreachable(var why)) {
            silent.put(node, why);
          }
        });
    return silent;
  }
}
