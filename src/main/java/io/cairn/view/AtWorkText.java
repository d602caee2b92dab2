package io.cairn.view;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Observed;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Says that another Cairn changes the nodes just now, before what is seen in between is told. */
public final class AtWorkText {
  /** In a claim, between who it is and the time. */
  private static final String SINCE = ", since ";

  private AtWorkText() {}

  /** Empty where nobody does. */
  public static String of(Observed observed, Screen screen) {
    return words(observed)
        .map(
            who ->
                Prose.wrap(
                        "Another Cairn is at work: "
                            + who
                            + ". What follows is a moment of it: look again when it has ended.",
                        screen.width())
                    .stream()
                    .map(line -> screen.paint(Ink.CAREFUL, line) + "\n")
                    .collect(Collectors.joining()))
        .orElse("");
  }

  /** As in {@code cairn apply by root on desk, since 2026-01-05 12:00:00 UTC (node1, node2)}. */
  static Optional<String> words(Observed observed) {
    SequencedMap<String, List<NodeName>> nodes = new LinkedHashMap<>();
    Map<String, String> since = new LinkedHashMap<>();
    for (NodeName node : observed.nodes().keySet()) {
      observed
          .facts(node)
          .flatMap(NodeFacts::atWork)
          .ifPresent(
              claim -> {
                int at = claim.lastIndexOf(SINCE);
                String who = at < 0 ? claim : claim.substring(0, at);
                nodes.computeIfAbsent(who, _ -> new ArrayList<>()).add(node);
                // the nodes are claimed one after the other: the first tells when it began
                since.merge(
                    who,
                    at < 0 ? "" : claim.substring(at),
                    (one, other) -> one.compareTo(other) <= 0 ? one : other);
              });
    }
    return nodes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            nodes.entrySet().stream()
                .map(entry -> entry.getKey() + since.get(entry.getKey()) + on(entry.getValue()))
                .collect(Collectors.joining("; ")));
  }

  private static String on(List<NodeName> nodes) {
    return nodes.stream().map(NodeName::text).collect(Collectors.joining(", ", " (", ")"));
  }
}
