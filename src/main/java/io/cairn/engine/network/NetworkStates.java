package io.cairn.engine.network;

import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a node's networks are, for {@code status}. */
final class NetworkStates {
  private NetworkStates() {}

  static List<NodeState> of(NodeVerdict verdict) {
    List<NodeState> states = new ArrayList<>();
    for (Wanted wanted : verdict.wanted()) {
      boolean fits =
          new Decider(wanted, verdict.facts(), new Refusals(verdict.node(), wanted)).fits();
      List<Finding> findings =
          verdict.findings().stream()
              .filter(finding -> finding.place().endsWith("network " + wanted.network()))
              .toList();
      states.add(
          new NodeState(
              verdict.node(),
              "network " + wanted.network(),
              health(fits, verdict.facts().pending()),
              fits
                  ? wanted.shown() + speed(wanted, verdict.facts())
                  : Refusals.shown(verdict.facts(), wanted),
              findings));
    }
    return states;
  }

  private static Health health(boolean fits, NetworkFacts.Pending pending) {
    if (!fits) {
      return Health.FAILED;
    }
    return switch (pending) {
      case NOTHING -> Health.OK;
      case CONFIRMATION -> Health.BUSY;
    };
  }

  private static String speed(Wanted wanted, NetworkFacts facts) {
    return Optional.ofNullable(facts.speeds().get(wanted.device().text()))
        .map(speed -> ", " + speed + " Mb/s")
        .orElse("");
  }
}
