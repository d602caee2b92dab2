package io.cairn.engine;

import io.cairn.graph.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** One survey of the whole cluster: a snapshot, never changed. */
public record Observed(SequencedMap<NodeName, NodeSurvey> nodes) {
  /** In the reason of a node where Cairn is not root: without root's eyes it sees half of it. */
  public static final String NO_ROOT = "Cairn needs root there";

  /** In the reason of a node whose lock somebody else holds. */
  public static final String BUSY = "another Cairn works on this node";

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
