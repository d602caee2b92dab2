package io.cairn.engine.network;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Seen;
import io.cairn.graph.Cluster;
import io.cairn.graph.IpAddress;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done, and what is wrong, about all networks of one node.
 *
 * @param configured its configuration as surveyed; empty where ifupdown is not installed
 * @param written its configuration afterwards
 * @param changes in the order of the networks; none while something is refused
 */
record NodeVerdict(
    NodeName node,
    NetworkFacts facts,
    List<Wanted> wanted,
    Optional<Ifupdown> configured,
    Optional<Ifupdown> written,
    List<Decision.Change> changes,
    List<Finding> findings) {
  NodeVerdict {
    wanted = List.copyOf(wanted);
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
  }

  /** Empty where the node did not answer, or not readably. */
  static Optional<NodeVerdict> of(Context context, NodeName node) {
    Optional<Seen<NetworkFacts>> seen = context.facts(node).map(FactsReader::read);
    return seen.flatMap(Seen::found).map(facts -> of(context, node, facts));
  }

  private static NodeVerdict of(Context context, NodeName node, NetworkFacts facts) {
    List<Wanted> wanted = Wanted.of(context.cluster(), node);
    List<Decision.Change> changes = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    Optional<Ifupdown> config = facts.ifupdown();
    for (Wanted one : wanted) {
      Refusals refusals = new Refusals(node, one);
      conflict(context, node, one).map(refusals::conflict).ifPresent(findings::add);
      otherRoute(one, facts).map(refusals::otherRoute).ifPresent(findings::add);
      switch (new Decider(one, facts, refusals).decide(config)) {
        case Decision.Fits _ -> {}
        case Decision.Persist(var persistent) -> config = Optional.of(persistent);
        case Decision.Change change -> {
          changes.add(change);
          config = Optional.of(change.config());
        }
        case Decision.Refuse(var finding) -> findings.add(finding);
      }
    }
    if (!changes.isEmpty() && facts.pending() == NetworkFacts.Pending.CONFIRMATION) {
      findings.add(new Refusals(node, wanted.getFirst()).pending());
    }
    return new NodeVerdict(node, facts, wanted, facts.ifupdown(), config, changes, findings);
  }

  /** Who else has the node's own address: another interface of it, or another node. */
  private static Optional<String> conflict(Context context, NodeName node, Wanted wanted) {
    if (wanted.address().isEmpty()) {
      return Optional.empty();
    }
    IpAddress own = wanted.address().get().address();
    Cluster cluster = context.cluster();
    for (NodeName other : cluster.nodes().keySet()) {
      Optional<NodeFacts> facts = context.facts(other);
      List<Link> links =
          facts
              .map(FactsReader::read)
              .flatMap(Seen::found)
              .map(NetworkFacts::links)
              .orElse(List.of());
      for (Link link : links) {
        boolean meant =
            other.equals(node)
                && (link.name().equals(wanted.device().text())
                    || link.name().equals(wanted.carrier().text()));
        if (link.has(own) && !meant) {
          return Optional.of(link.name() + " of " + other);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<NetworkFacts.Route> otherRoute(Wanted wanted, NetworkFacts facts) {
    return wanted
        .gateway()
        .flatMap(facts::route)
        .filter(
            route ->
                !route.device().equals(wanted.device().text())
                    && !route.device().equals(wanted.carrier().text()));
  }
}
