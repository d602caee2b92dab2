package io.cairn.engine.raid;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.LayerState.Sync;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;

/** How an array is on every node. */
record RaidStates(Layer.Raid layer, Context context) {

  List<LayerState> all() {
    return context.cluster().nodesOf(layer).stream().map(this::on).toList();
  }

  private LayerState on(NodeName node) {
    return context
        .facts(node)
        .map(facts -> on(RaidView.of(layer, node, context, RaidFacts.of(facts))))
        .orElseGet(
            () -> state(node, Health.UNKNOWN, "unknown", "the node does not answer", List.of()));
  }

  private LayerState on(RaidView view) {
    List<Finding> findings = RaidRules.of(view);
    if (view.facts().unknown().isPresent()) {
      return state(
          view.node(), Health.UNKNOWN, "unknown", view.facts().unknown().orElseThrow(), findings);
    }
    return view.array()
        .map(array -> existing(view, array, findings))
        .orElseGet(() -> missing(view, findings));
  }

  private LayerState missing(RaidView view, List<Finding> findings) {
    String detail =
        view.carriers().isEmpty()
            ? "no array " + view.fullName()
            : view.carriers().size() + " of " + view.members().size() + " members, not started";
    boolean isLost = !view.carriers().isEmpty() || !findings.isEmpty();
    return state(view.node(), isLost ? Health.FAILED : Health.ABSENT, "absent", detail, findings);
  }

  private LayerState existing(RaidView view, MdArray array, List<Finding> findings) {
    String role = role(array);
    LayerState state = state(view.node(), health(array, findings), role, detail(array), findings);
    return array
        .work()
        .map(
            work ->
                state.with(
                    new Sync(doing(work.action()), work.percent(), work.speed(), work.left())))
        .orElse(state);
  }

  private static Health health(MdArray array, List<Finding> findings) {
    boolean error = findings.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
    if (!array.isStarted() || error) {
      return Health.FAILED;
    }
    if (array.missing() > 0) {
      return Health.DEGRADED;
    }
    return array.work().isPresent() || array.resync() == MdArray.Resync.PENDING
        ? Health.BUSY
        : Health.OK;
  }

  /** One word of what matters most. */
  private static String role(MdArray array) {
    if (!array.isStarted()) {
      return "stopped";
    }
    if (array.missing() > 0) {
      return "degraded";
    }
    Optional<String> action = array.work().map(MdArray.Work::action);
    return action.orElse(array.resync() == MdArray.Resync.PENDING ? "resync" : "clean");
  }

  private static String detail(MdArray array) {
    int working = (int) array.members().stream().filter(MdArray.Member::isInSync).count();
    StringBuilder detail =
        new StringBuilder("%s, %d of %d members".formatted(array.path(), working, array.wanted()));
    if (!array.faulty().isEmpty()) {
      detail.append(", failed: ").append(String.join(", ", array.faulty()));
    }
    if (array.resync() == MdArray.Resync.PENDING && array.work().isEmpty()) {
      detail.append(", resync waits for the first write");
    }
    return detail.toString();
  }

  /** Completes the sentence "hdd is ...". */
  private static String doing(String action) {
    return switch (action) {
      case "resync" -> "resyncing its members";
      case "recover" -> "rebuilding a member";
      case "check" -> "comparing its members";
      case "repair" -> "repairing its members";
      case "reshape" -> "being reshaped";
      default -> "in " + action;
    };
  }

  private LayerState state(
      NodeName node, Health health, String role, String detail, List<Finding> findings) {
    return new LayerState(layer.name(), node, health, role, detail, Optional.empty(), findings);
  }
}
