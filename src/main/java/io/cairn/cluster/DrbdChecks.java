package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Subnet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** DRBD's peers are two nodes that reach each other in one network (rule R09). */
final class DrbdChecks {
  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  DrbdChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.REPLICA) {
                stack.nodesOf(name).ifPresent(nodes -> peers(name, layer, nodes));
              }
            });
  }

  private void peers(String name, Value.Fields layer, List<String> nodes) {
    if (nodes.size() != 2) {
      problems.add(
          problems
              .at(Code.PEER_COUNT, layer.words("nodes").map(Value.Words::at).orElse(layer.at()))
              .saw(
                  "'" + name + "' on " + nodes.size() + ": " + String.join(", ", nodes),
                  "nodes: [one, another]"));
    }
    oneOf(layer, "prefer", nodes);
    oneOf(layer, "source", nodes);
    Optional<Value.Word> network = layer.word("network");
    if (network.isPresent()) {
      draft
          .subnet(network.get().text())
          .ifPresent(subnet -> inNetwork(name, network.get(), subnet, nodes));
    } else if (layer.omits("network")) {
      byOwnAddress(name, layer, nodes);
    }
  }

  private void oneOf(Value.Fields layer, String key, List<String> nodes) {
    layer
        .word(key)
        .filter(word -> !nodes.contains(word.text()) && draft.nodeNames().contains(word.text()))
        .ifPresent(
            word ->
                problems.add(
                    problems
                        .at(Code.NOT_A_PEER, word.at())
                        .saw("'" + word.text() + "'", "one of " + String.join(", ", nodes))));
  }

  private void inNetwork(String name, Value.Word network, Subnet subnet, List<String> nodes) {
    for (String node : nodes) {
      boolean whole = draft.nodes().containsKey(node) && draft.nodes().get(node).broken().isEmpty();
      if (whole && draft.addresses(node).stream().noneMatch(subnet::contains)) {
        problems.add(
            problems
                .at(Code.NO_PEER_ADDRESS, network.at())
                .saw(
                    "'" + node + "' has no address in '" + network.text() + "' (" + subnet + ")",
                    "an address of each peer there")
                .because("The peers of '" + name + "' talk over it."));
      }
    }
  }

  private void byOwnAddress(String name, Value.Fields layer, List<String> nodes) {
    Set<String> networks = new HashSet<>();
    for (String node : nodes) {
      Optional<Value.Fields> fields = Optional.ofNullable(draft.nodes().get(node));
      fields.filter(f -> f.omits("address")).ifPresent(f -> noAddress(name, node, f));
      fields
          .flatMap(f -> f.word("address"))
          .flatMap(Draft::address)
          .flatMap(this::network)
          .ifPresent(networks::add);
    }
    if (networks.size() > 1) {
      problems.add(
          problems
              .at(Code.PEERS_APART, layer.at())
              .saw(
                  "the nodes of '"
                      + name
                      + "' have their addresses in "
                      + String.join(" and ", networks.stream().sorted().toList()),
                  "addresses in one network")
              .correct(
                  "name the network that both share, as in\nnetwork: "
                      + networks.stream().sorted().findFirst().orElseThrow()));
    }
  }

  private Optional<String> network(IpAddress address) {
    return draft.networkWith(address);
  }

  private void noAddress(String name, String node, Value.Fields fields) {
    problems.add(
        problems
            .at(Code.NO_PEER_ADDRESS, fields.at())
            .saw(
                "node '" + node + "' without 'address'",
                "address: its address in the network that carries replication")
            .because("The peers of '" + name + "' talk over it."));
  }
}
