package io.cairn.view;

import io.cairn.engine.Step;
import io.cairn.engine.Subject;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was chosen of a plan, what comes with it, and what is left out, for people. */
public final class PartText {
  private PartText() {}

  /** Empty where everything was chosen. */
  public static String of(Planner.Result planned, Screen screen) {
    if (planned.selection().isAll()) {
      return "";
    }
    List<String> sentences = new ArrayList<>();
    sentences.add("Chosen: " + words(planned.selection()) + ".");
    List<Step> along = planned.part().along();
    if (!along.isEmpty()) {
      sentences.add(
          "With it, for it needs them: " + Prose.count(along.size(), "step") + list(along));
    }
    sentences.add(leftOut(planned));
    return sentences.stream()
            .flatMap(sentence -> Prose.wrap(sentence, screen.width()).stream())
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  /** What of the cluster is still not as declared, as a sentence. */
  public static String leftOut(Planner.Result planned) {
    List<Step> steps = planned.part().leftOut();
    return steps.isEmpty()
        ? "Nothing is left out."
        : "Left out: " + Prose.count(steps.size(), "step") + list(steps);
  }

  /** As in {@code r0, store1 on node1}. */
  private static String words(Selection selection) {
    String layers = joined(selection.layers().stream().map(LayerName::text).toList());
    String nodes = joined(selection.nodes().stream().map(NodeName::text).toList());
    return (layers.isEmpty() ? "everything" : layers) + (nodes.isEmpty() ? "" : " on " + nodes);
  }

  /** As in {@code : r0 [node1 node2], packages [node1].} */
  private static String list(List<Step> steps) {
    Map<Subject, Set<String>> nodes = new LinkedHashMap<>();
    steps.forEach(
        step ->
            nodes.computeIfAbsent(step.subject(), _ -> new TreeSet<>()).add(step.node().text()));
    return nodes.entrySet().stream()
        .map(entry -> entry.getKey().word() + " [" + String.join(" ", entry.getValue()) + "]")
        .collect(Collectors.joining(", ", ": ", "."));
  }

  private static String joined(Collection<String> names) {
    return String.join(", ", names);
  }
}
