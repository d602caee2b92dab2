package io.cairn.view;

import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.engine.Subject;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Planner;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the nodes are not as the file says, by what a plan would do about it.
 *
 * @param steps the whole plan; nothing where an error stands in its way
 * @param known whether there is a plan; without one nobody can tell
 */
public record Differences(List<Step> steps, Knowledge known) {
  /** All is as declared. */
  public static final Differences NONE = new Differences(List.of(), Knowledge.PLANNED);

  public Differences {
    steps = List.copyOf(steps);
  }

  /** Whether it is known what differs. */
  public enum Knowledge {
    /** There is a plan. */
    PLANNED,
    /** An error stands in the way of one. */
    REFUSED
  }

  /** What the plan of the whole cluster says. */
  public static Differences of(Planner.Result planned) {
    return planned.isRefused()
        ? new Differences(List.of(), Knowledge.REFUSED)
        : new Differences(planned.plan().steps(), Knowledge.PLANNED);
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** The steps about the layer, on all its nodes. */
  List<Step> of(LayerName layer) {
    return steps.stream()
        .filter(step -> step.subject().equals(new Subject.OfLayer(layer)))
        .toList();
  }

  /** As in {@code + 3 to create, ~ 1 to change}; empty where nothing differs. */
  Optional<String> of(LayerName layer, NodeName node) {
    return words(of(layer).stream().filter(step -> step.node().equals(node)).toList());
  }

  /** The same of the node itself, beside its layers. */
  Optional<String> of(NodeName node) {
    return words(
        steps.stream()
            .filter(step -> step.node().equals(node) && step.subject() instanceof Subject.OfNode)
            .toList());
  }

  private static Optional<String> words(List<Step> steps) {
    Map<Mark, Integer> counts = new EnumMap<>(Mark.class);
    steps.forEach(step -> counts.merge(step.mark(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((mark, count) -> words.add(mark.sign() + " " + count + " to " + verb(mark)));
    return Optional.of(words.stream().collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }

  private static String verb(Mark mark) {
    return switch (mark) {
      case CREATE -> "create";
      case CHANGE -> "change";
      case DESTROY -> "destroy";
    };
  }
}
