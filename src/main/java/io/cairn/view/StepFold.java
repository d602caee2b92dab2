package io.cairn.view;

import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.engine.Subject;
import io.cairn.graph.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Steps that do the same on several nodes, for one line of a plan; in the order of the plan. */
record StepFold(List<Step> steps) {
  private record Key(Subject subject, Mark mark, Effect effect, String intent) {}

  static List<StepFold> of(Stream<Step> steps) {
    Map<Key, List<Step>> folded =
        steps.collect(
            Collectors.groupingBy(
                step -> new Key(step.subject(), step.mark(), step.effect(), step.intent()),
                LinkedHashMap::new,
                Collectors.toList()));
    return folded.values().stream().map(StepFold::new).toList();
  }

  Step first() {
    return steps.getFirst();
  }

  /** As in {@code [node1 node2]}. */
  String nodes() {
    return steps.stream()
        .map(step -> step.node().text())
        .distinct()
        .sorted()
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /** The common reason; where the nodes have different ones, each with its node. */
  String why() {
    Map<String, List<NodeName>> nodesByReason =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    step -> Prose.clause(step.why()),
                    LinkedHashMap::new,
                    Collectors.mapping(Step::node, Collectors.toList())));
    Function<Map.Entry<String, List<NodeName>>, String> reason =
        entry ->
            nodesByReason.size() == 1
                ? entry.getKey()
                : entry.getValue().stream().map(NodeName::text).collect(Collectors.joining(", "))
                    + ": "
                    + entry.getKey();
    return nodesByReason.entrySet().stream().map(reason).collect(Collectors.joining("; "));
  }
}
