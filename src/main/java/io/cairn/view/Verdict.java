package io.cairn.view;

import io.cairn.engine.Finding.Severity;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.LayerState.Sync;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster's state in one line.
 *
 * @param health that of its worst part
 * @param text as in {@code erp: degraded: r0 is resyncing to node2 (43 %, 12 MiB/s, 2 min left)}
 */
public record Verdict(Health health, String text) {
  private static final int TOLD = 2;

  private record Cause(Health health, String text) {}

  /** The worst of what is seen, with how much else there is. */
  public static Verdict of(Status status) {
    Verdict seen = seen(status);
    String name = status.cluster().name() + ": ";
    return AtWorkText.words(status.observed())
        .map(
            who ->
                new Verdict(Health.BUSY, name + "being changed by " + who + "; now " + seen.text()))
        .orElseGet(() -> new Verdict(seen.health(), name + seen.text()));
  }

  private static Verdict seen(Status status) {
    if (isNotBuilt(status)) {
      return new Verdict(Health.ABSENT, "not built yet");
    }
    List<Cause> causes = causes(status);
    if (causes.isEmpty()) {
      return new Verdict(Health.OK, "healthy");
    }
    String told = causes.stream().limit(TOLD).map(Cause::text).collect(Collectors.joining("; "));
    String more = causes.size() > TOLD ? "; and " + (causes.size() - TOLD) + " more" : "";
    Health worst = causes.stream().map(Cause::health).max(Health::compareTo).orElseThrow();
    return new Verdict(worst, word(worst) + ": " + told + more);
  }

  /** Whether everything is as declared. */
  public boolean isHealthy() {
    return health == Health.OK;
  }

  static boolean isNotBuilt(Status status) {
    return !status.layers().isEmpty()
        && status.layers().stream().allMatch(state -> state.health() == Health.ABSENT);
  }

  /**
   * Silent nodes first, then the worst first, from the bottom up; what merely follows from a silent
   * node is left out.
   */
  private static List<Cause> causes(Status status) {
    List<Cause> causes =
        new ArrayList<>(
            status.nodes().stream()
                .filter(node -> !status.answered(node))
                .map(node -> new Cause(Health.DEGRADED, node + " does not answer"))
                .toList());
    Stream.concat(
            status.shownLayers().stream().flatMap(layer -> layerCauses(status, layer)),
            aspectCauses(status))
        .sorted(Comparator.comparing(Cause::health).reversed())
        .forEach(causes::add);
    return causes.isEmpty() ? findingCauses(status) : causes;
  }

  private static Stream<Cause> layerCauses(Status status, Layer layer) {
    return status.nodesOf(layer).stream()
        .filter(status::answered)
        .map(node -> cause(status, layer, node))
        .filter(cause -> cause.health() != Health.OK)
        .distinct();
  }

  private static Cause cause(Status status, Layer layer, NodeName node) {
    return status
        .state(layer.name(), node)
        .map(state -> new Cause(state.health(), sentence(state)))
        .orElseGet(
            () -> new Cause(Health.UNKNOWN, layer.name() + " on " + node + ": nothing is known"));
  }

  private static Stream<Cause> aspectCauses(Status status) {
    return status.aspects().stream()
        .filter(aspect -> aspect.health() != Health.OK && status.answered(aspect.node()))
        .filter(aspect -> status.selection().covers(aspect.node()))
        .map(
            aspect ->
                new Cause(
                    aspect.health(),
                    aspect.aspect() + " of " + aspect.node() + ": " + aspect.detail()));
  }

  private static List<Cause> findingCauses(Status status) {
    return status.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .map(finding -> new Cause(Health.DEGRADED, finding.place() + ": " + finding.title()))
        .toList();
  }

  /** What is not as declared and has no finding that explains it, one sentence each. */
  static Stream<String> unexplained(Status status) {
    return status.shownLayers().stream()
        .flatMap(
            layer ->
                status.nodesOf(layer).stream()
                    .filter(status::answered)
                    .filter(
                        node ->
                            status.state(layer.name(), node).stream()
                                .allMatch(state -> state.findings().isEmpty()))
                    .map(node -> cause(status, layer, node)))
        .filter(cause -> cause.health() != Health.OK)
        .map(Cause::text)
        .distinct();
  }

  static String sentence(LayerState state) {
    if (state.sync().isPresent()) {
      Sync sync = state.sync().get();
      return state.layer() + " is " + sync.what() + " (" + amounts(sync) + ")";
    }
    return state.layer() + " on " + state.node() + ": " + words(state);
  }

  static String words(LayerState state) {
    String seen =
        Stream.of(state.role(), state.detail())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(", "));
    return seen.isEmpty() ? word(state.health()) : seen;
  }

  /** As in {@code 43 %, 12 MiB/s, 2 min left}. */
  static String amounts(Sync sync) {
    return Stream.of(
            Stream.of(sync.percent() + " %"),
            sync.rate().stream().map(rate -> rate + "/s"),
            sync.left().stream().map(left -> Prose.about(left) + " left"))
        .flatMap(part -> part)
        .collect(Collectors.joining(", "));
  }

  static String word(Health health) {
    return switch (health) {
      case OK -> "healthy";
      case BUSY -> "busy";
      case DEGRADED -> "degraded";
      case ABSENT -> "incomplete";
      case UNKNOWN -> "unknown";
      case FAILED -> "failed";
    };
  }
}
