package io.cairn.engine.network;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Seen;
import io.cairn.graph.IpAddress;
import io.cairn.graph.NodeName;
import io.cairn.graph.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    return seen.flatMap(Seen::found)
        .map(
            facts -> context.derived().of(NodeVerdict.class, node, () -> of(context, node, facts)));
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
    return context.derived().of(Holders.class, "", () -> Holders.of(context)).of(own).stream()
        .filter(
            holder ->
                !holder.node().equals(node)
                    || (!holder.link().equals(wanted.device().text())
                        && !holder.link().equals(wanted.carrier().text())))
        .findFirst()
        .map(holder -> holder.link() + " of " + holder.node());
  }

  /** The interfaces that have an address, on all nodes in the order of the file. */
  private record Holders(Map<IpAddress, List<Holder>> byAddress) {
    static Holders of(Context context) {
      Map<IpAddress, List<Holder>> byAddress = new HashMap<>();
      for (NodeName node : context.cluster().nodes().keySet()) {
        Optional<Seen<NetworkFacts>> seen = context.facts(node).map(FactsReader::read);
        for (Link link : seen.flatMap(Seen::found).map(NetworkFacts::links).orElse(List.of())) {
          for (Subnet own : link.addresses()) {
            byAddress
                .computeIfAbsent(own.address(), _ -> new ArrayList<>())
                .add(new Holder(node, link.name()));
          }
        }
      }
      return new Holders(byAddress);
    }

    List<Holder> of(IpAddress address) {
      return byAddress.getOrDefault(address, List.of());
    }
  }

  private record Holder(NodeName node, String link) {}

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
