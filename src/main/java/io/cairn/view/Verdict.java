package io.cairn.view;

import io.cairn.engine.Finding.Severity;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.LayerState.Sync;
import io.cairn.graph.Layer;
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
    String name = status.cluster().name() + ": ";
    if (isNotBuilt(status)) {
      return new Verdict(Health.ABSENT, name + "not built yet");
    }
    List<Cause> causes = causes(status);
    if (causes.isEmpty()) {
      return new Verdict(Health.OK, name + "healthy");
    }
    String told = causes.stream().limit(TOLD).map(Cause::text).collect(Collectors.joining("; "));
    String more = causes.size() > TOLD ? "; and " + (causes.size() - TOLD) + " more" : "";
    Health worst = causes.getFirst().health();
    return new Verdict(worst, name + word(worst) + ": " + told + more);
  }

  /** Whether everything is as declared. */
  public boolean isHealthy() {
    return health == Health.OK;
  }

  private static boolean isNotBuilt(Status status) {
    return !status.layers().isEmpty()
        && status.layers().stream().allMatch(state -> state.health() == Health.ABSENT);
  }

  /** Worst first, from the bottom up; what merely follows from a silent node is left out. */
  private static List<Cause> causes(Status status) {
    Stream<Cause> silent =
        status.observed().unreachable().keySet().stream()
            .map(node -> new Cause(Health.DEGRADED, node + " does not answer"));
    Stream<Cause> layers =
        status.cluster().bottomUp().stream().flatMap(layer -> layerCauses(status, layer));
    Stream<Cause> aspects =
        status.aspects().stream()
            .filter(aspect -> aspect.health() != Health.OK && status.answered(aspect.node()))
            .map(
                aspect ->
                    new Cause(
                        aspect.health(),
                        aspect.aspect() + " of " + aspect.node() + ": " + aspect.detail()));
    List<Cause> causes =
        new ArrayList<>(Stream.of(silent, layers, aspects).flatMap(c -> c).toList());
    if (causes.isEmpty()) {
      status.findings().stream()
          .filter(finding -> finding.severity() == Severity.ERROR)
          .map(finding -> new Cause(Health.DEGRADED, finding.place() + ": " + finding.title()))
          .forEach(causes::add);
    }
    causes.sort(Comparator.comparing(Cause::health).reversed());
    return causes;
  }

  private static Stream<Cause> layerCauses(Status status, Layer layer) {
    return status.cluster().nodesOf(layer).stream()
        .filter(status::answered)
        .flatMap(node -> status.state(layer.name(), node).stream())
        .filter(state -> state.health() != Health.OK)
        .map(state -> new Cause(state.health(), sentence(state)))
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
