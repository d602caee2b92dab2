package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** DRBD's peers are two nodes that reach each other in one network (rule R09). */
final class DrbdChecks {
  /** Two that take over from each other, and one far away. */
  private static final int MOST_NODES = 3;

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
    if (nodes.size() < 2 || nodes.size() > MOST_NODES) {
      problems.add(
          problems
              .at(Code.PEER_COUNT, layer.words("nodes").map(Value.Words::at).orElse(layer.at()))
              .saw(
                  "'" + name + "' on " + nodes.size() + ": " + String.join(", ", nodes),
                  "nodes: [one, another], or three"));
    }
    layer
        .word("resync-snapshot")
        .filter(word -> word.text().equalsIgnoreCase("true"))
        .ifPresent(word -> noVolume(layer, nodes, word));
    layer.value("protocol").ifPresent(value -> byPeer(value, nodes));
    layer.value("link").ifPresent(value -> byPeer(value, nodes));
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

  private void noVolume(Value.Fields layer, List<String> nodes, Value.Word asked) {
    nodes.stream()
        .filter(node -> !Draft.over(layer, node).stream().allMatch(this::isVolume))
        .findFirst()
        .ifPresent(
            node ->
                problems.add(
                    problems
                        .at(Code.NO_SNAPSHOT_BELOW, asked.at())
                        .saw("no volume below it on '" + node + "'", "a volume (lv, thin)")
                        .correct("leave 'resync-snapshot' out")));
  }

  /** Also what is not known as anything: that is reported by itself. */
  private boolean isVolume(Value.Word over) {
    if (Draft.isDisk(over)) {
      return false;
    }
    return Optional.ofNullable(draft.layers().get(over.text()))
        .map(layer -> Draft.type(layer).offers())
        .filter(offer -> offer != Offer.VOLUME && offer != Offer.THIN)
        .isEmpty();
  }

  private void byPeer(Value said, List<String> nodes) {
    if (!(said instanceof Value.Fields byNode)) {
      return;
    }
    byNode
        .byKey()
        .forEach(
            (node, field) -> {
              if (!nodes.contains(node) && draft.nodeNames().contains(node)) {
                problems.add(
                    problems
                        .at(Code.NOT_A_PEER, field.key())
                        .saw("'" + node + "'", "one of " + String.join(", ", nodes)));
              }
            });
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
    List<String> without =
        nodes.stream()
            .filter(this::isWhole)
            .filter(node -> draft.addresses(node).stream().noneMatch(subnet::contains))
            .toList();
    if (!without.isEmpty()) {
      problems.add(
          problems
              .at(Code.NO_PEER_ADDRESS, network.at())
              .saw(
                  String.join(", ", without) + " without an address in " + subnet,
                  "an address of each peer in '" + network.text() + "'")
              .because("The peers of '" + name + "' talk over it."));
    }
  }

  private boolean isWhole(String node) {
    return Optional.ofNullable(draft.nodes().get(node))
        .filter(f -> f.broken().isEmpty())
        .isPresent();
  }

  private void byOwnAddress(String name, Value.Fields layer, List<String> nodes) {
    Set<String> networks = new TreeSet<>();
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
                      + String.join(" and ", networks),
                  "addresses in one network")
              .correct(
                  shared(nodes)
                      .map(n -> "name the one that they share:\nnetwork: " + n)
                      .orElse("")));
    }
  }

  /** A network in which every one of the nodes has some address. */
  private Optional<String> shared(List<String> nodes) {
    return draft.networks().keySet().stream()
        .filter(network -> nodes.stream().allMatch(node -> isIn(node, network)))
        .findFirst();
  }

  private boolean isIn(String node, String network) {
    Optional<Subnet> subnet = draft.subnet(network);
    return subnet.isPresent() && draft.addresses(node).stream().anyMatch(subnet.get()::contains);
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
