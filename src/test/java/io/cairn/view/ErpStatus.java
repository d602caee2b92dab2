package io.cairn.view;

import static io.cairn.view.Erp.NODE1;
import static io.cairn.view.Erp.NODE2;
import static io.cairn.view.Erp.layer;

import io.cairn.engine.BlockDevices;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.LayerState.Fill;
import io.cairn.engine.LayerState.Sync;
import io.cairn.engine.Mounts;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.NodeState;
import io.cairn.engine.Observed;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.Reply;
import io.cairn.engine.SystemFacts;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** States of the ERP example. */
final class ErpStatus {
  static final Finding OUT_OF_SYNC =
      Finding.warning("DRBD-11", "Peer not up to date")
          .at("r0 on node2")
          .saw("Inconsistent", "UpToDate")
          .because(
              "Until the resync has ended, only node1 has all data.",
              "wait; see\ncairn status --watch");

  private ErpStatus() {}

  static Status healthy() {
    return new Status(
        Erp.cluster(), observed(answered(12), answered(-3)), states(), aspects(), List.of());
  }

  static Status resyncing() {
    List<LayerState> states = states();
    states.set(
        1,
        state("r0", NODE2, Health.DEGRADED, "secondary", "Inconsistent")
            .with(
                new Sync(
                    "resyncing to node2",
                    43,
                    Optional.of(Size.mebibytes(12)),
                    Optional.of(Duration.ofSeconds(118)))));
    return new Status(
        Erp.cluster(),
        observed(answered(12), answered(-4200)),
        states,
        aspects(),
        List.of(OUT_OF_SYNC));
  }

  static Status nodeLost() {
    List<LayerState> states = new ArrayList<>();
    for (LayerState state : states()) {
      states.add(
          state.node().equals(NODE2)
              ? state(
                  state.layer().text(),
                  NODE2,
                  Health.UNKNOWN,
                  "unknown",
                  "the node does not answer")
              : state);
    }
    states.set(0, state("r0", NODE1, Health.DEGRADED, "primary", "alone, UpToDate"));
    NodeSurvey silent =
        new NodeSurvey.Unreachable("ssh: connect to host 10.1.0.6 port 22: Connection timed out");
    return new Status(
        Erp.cluster(), observed(answered(0), silent), states, aspects().subList(0, 2), List.of());
  }

  static Status notBuilt() {
    List<LayerState> states =
        states().stream()
            .map(state -> state(state.layer().text(), state.node(), Health.ABSENT, "", ""))
            .toList();
    return new Status(
        Erp.cluster(), observed(answered(0), answered(0)), states, List.of(), List.of());
  }

  /** Another Cairn is in the middle of building it. */
  static Status beingChanged() {
    List<LayerState> states = states();
    states.set(0, state("r0", NODE1, Health.FAILED, "down", "its unit is not active"));
    return new Status(Erp.cluster(), observed(claimed(), claimed()), states, aspects(), List.of());
  }

  /** That state, with nothing to do about it. */
  static Live live(Status status) {
    return new Live(status, Differences.NONE, Map.of());
  }

  private static NodeSurvey claimed() {
    String who = "cairn apply by root on desk, since 2026-01-05 12:00:00 UTC";
    return answered(0, Map.of("common:claim", new Reply(0, who + "\n", "")));
  }

  private static List<LayerState> states() {
    return new ArrayList<>(
        List.of(
            state("r0", NODE1, Health.OK, "primary", "UpToDate, connected"),
            state("r0", NODE2, Health.OK, "secondary", "UpToDate, connected"),
            state("r1", NODE1, Health.OK, "secondary", "UpToDate, connected"),
            state("r1", NODE2, Health.OK, "primary", "UpToDate, connected"),
            filled("store1", NODE1, 43),
            state("store1", NODE2, Health.OK, "standby", ""),
            state("store2", NODE1, Health.OK, "standby", ""),
            filled("store2", NODE2, 7),
            state("mysql", NODE1, Health.OK, "running", "10.1.0.20"),
            state("mysql", NODE2, Health.OK, "standby", ""),
            state("web", NODE1, Health.OK, "standby", ""),
            state("web", NODE2, Health.OK, "running", "10.1.0.21")));
  }

  private static LayerState state(
      String name, NodeName node, Health health, String role, String detail) {
    return new LayerState(layer(name), node, health, role, detail, Optional.empty(), List.of());
  }

  private static LayerState filled(String name, NodeName node, int gigabytes) {
    Fill fill = new Fill(Size.mebibytes(gigabytes * 1024L), Size.mebibytes(100 * 1024));
    return new LayerState(
        layer(name), node, Health.OK, "mounted", "/srv/" + name, Optional.of(fill), List.of());
  }

  private static List<NodeState> aspects() {
    List<NodeState> aspects = new ArrayList<>();
    for (NodeName node : Erp.BOTH) {
      aspects.add(new NodeState(node, "network lan", Health.OK, "br0 over eth0", List.of()));
      aspects.add(new NodeState(node, "time", Health.OK, "synchronised", List.of()));
    }
    return aspects;
  }

  static Observed observed(NodeSurvey first, NodeSurvey second) {
    SequencedMap<NodeName, NodeSurvey> nodes = new LinkedHashMap<>();
    nodes.put(NODE1, first);
    nodes.put(NODE2, second);
    return new Observed(nodes);
  }

  static NodeSurvey answered(long millisecondsAhead) {
    return answered(millisecondsAhead, Map.of());
  }

  private static NodeSurvey answered(long millisecondsAhead, Map<String, Reply> replies) {
    SystemFacts system =
        new SystemFacts(
            "node",
            "6.12.57+deb13-amd64",
            Map.of("ID", "debian", "VERSION_ID", "13"),
            0,
            "3c5ba0b1-6f3e-4a52-9d5b-3c6e6cf3a0f7",
            Duration.ofMillis(millisecondsAhead),
            2_061_512_704L,
            Map.of(),
            Map.of());
    return new NodeSurvey.Answered(
        new NodeFacts(
            system, new BlockDevices(List.of(), Map.of()), new Mounts(List.of()), replies));
  }
}
