package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a resource is on each of its nodes. */
final class DrbdStates {
  private DrbdStates() {}

  static Stream<LayerState> of(ResourceView view, Context context) {
    List<Finding> findings = DrbdRules.resource(view, context);
    return context.cluster().nodesOf(view.declared()).stream()
        .map(
            node ->
                view.on(node)
                    .map(on -> state(view, on, about(findings, node, view)))
                    .or(() -> idle(view, node))
                    .orElseGet(() -> unknown(view, node)));
  }

  /** The node of a pair that has it only when it takes over from the other. */
  private static Optional<LayerState> idle(ResourceView view, NodeName node) {
    return view.near()
        .flatMap(ResourceView.NearEnd::idle)
        .filter(on -> on.node().equals(node))
        .map(
            on -> {
              boolean isMade = view.file(node).isPresent();
              return new LayerState(
                  view.name(),
                  node,
                  isMade ? Health.OK : Health.ABSENT,
                  isMade ? "standby" : "absent",
                  isMade
                      ? "its copy is that of " + view.near().orElseThrow().lower()
                      : "not configured",
                  Optional.empty(),
                  List.of());
            });
  }

  /** What concerns the whole resource or this node; the other node shows its own. */
  private static List<Finding> about(List<Finding> findings, NodeName node, ResourceView view) {
    NodeName peer = view.peerOf(node);
    return findings.stream()
        .filter(
            finding ->
                !finding.place().startsWith(view.name() + " on " + peer)
                    && !finding.place().startsWith(peer + ","))
        .toList();
  }

  private static LayerState unknown(ResourceView view, NodeName node) {
    return new LayerState(
        view.name(),
        node,
        Health.UNKNOWN,
        "unknown",
        "the node did not answer",
        Optional.empty(),
        List.of());
  }

  private static LayerState state(
      ResourceView view, ResourceView.OnNode on, List<Finding> findings) {
    if (on.minor().isEmpty()) {
      boolean isMade = view.file(on.node()).isPresent();
      return new LayerState(
          view.name(),
          on.node(),
          isMade ? Health.FAILED : Health.ABSENT,
          isMade ? "down" : "absent",
          isMade ? "configured, but not up" : "not configured",
          Optional.empty(),
          findings);
    }
    ProcDrbd.Minor minor = on.minor().get();
    boolean isSplit = findings.stream().anyMatch(finding -> finding.code().equals("DRBD-20"));
    LayerState state =
        new LayerState(
            view.name(),
            on.node(),
            health(minor, isSplit),
            minor.role().local().toLowerCase(Locale.ROOT),
            detail(minor, isSplit),
            Optional.empty(),
            findings);
    return minor.progress().map(p -> state.with(p.as(what(view, on.node(), minor)))).orElse(state);
  }

  private static Health health(ProcDrbd.Minor minor, boolean isSplit) {
    if (isSplit || minor.connection().equals("StandAlone")) {
      return Health.FAILED;
    }
    if (minor.isSyncing() || minor.isVerifying()) {
      return Health.BUSY;
    }
    boolean isSound = minor.isConnected() && minor.disk().toString().equals("UpToDate/UpToDate");
    boolean isUsable = minor.isUpToDate() || minor.disk().peer().equals("UpToDate");
    if (isSound) {
      boolean differs = minor.outOfSync().filter(size -> size.bytes() > 0).isPresent();
      return differs ? Health.DEGRADED : Health.OK;
    }
    return isUsable ? Health.DEGRADED : Health.FAILED;
  }

  private static String detail(ProcDrbd.Minor minor, boolean isSplit) {
    String connection = isSplit ? "split brain" : Connections.words(minor.connection());
    return minor.disk() + ", " + connection;
  }

  private static String what(ResourceView view, NodeName node, ProcDrbd.Minor minor) {
    NodeName peer = view.peerOf(node);
    if (minor.isVerifying()) {
      return "being compared with " + peer;
    }
    return minor.isSyncTarget() ? "resyncing from " + peer : "resyncing to " + peer;
  }
}
