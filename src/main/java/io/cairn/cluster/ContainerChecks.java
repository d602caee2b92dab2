package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.Subnet;
import java.util.List;
import java.util.Optional;

/** A container has one place to run and a network that it can reach. */
final class ContainerChecks {
  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  ContainerChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.NOTHING) {
                once(name, layer);
                network(name, layer);
              }
            });
  }

  private void once(String name, Value.Fields layer) {
    List<String> nodes = stack.nodesOf(name).orElse(List.of());
    boolean grounded =
        Draft.over(layer).stream().allMatch(over -> StackChecks.fits(draft, layer, over));
    if (grounded && nodes.size() > 1 && !stack.replicas().containsKey(name)) {
      String below = Draft.over(layer).getFirst().text();
      problems.add(
          problems
              .at(Code.RUNS_TWICE, layer.at())
              .saw(
                  "'" + below + "' is on " + String.join(", ", nodes) + ", each with its own data",
                  "a file system over DRBD, or on one node")
              .correct("nodes: [" + nodes.getFirst() + "] for '" + below + "'"));
    }
  }

  private void network(String name, Value.Fields layer) {
    Optional<Value.Word> network = layer.word("network");
    Optional<Value.Word> address = layer.word("address");
    if (address.isPresent() && layer.omits("network")) {
      problems.add(
          problems
              .at(Code.ADDRESS_ALONE, address.get().at())
              .saw(
                  "'" + name + "' with an address and no network",
                  "network: the one that it connects to"));
    }
    network
        .map(Value.Word::text)
        .map(draft.networks()::get)
        .ifPresent(fields -> bridge(name, network.get(), fields));
    address.ifPresent(
        word ->
            network.ifPresent(
                n -> draft.subnet(n.text()).ifPresent(subnet -> address(word, n.text(), subnet))));
  }

  private void bridge(String name, Value.Word network, Value.Fields fields) {
    if (fields.omits("bridge")) {
      problems.add(
          problems
              .at(Code.NO_BRIDGE, fields.at())
              .saw(
                  "'" + network.text() + "' without 'bridge', and '" + name + "' connects to it",
                  "bridge: br0, or another name"));
    }
  }

  private void address(Value.Word word, String network, Subnet subnet) {
    Subnet address = Subnet.parse(word.text()).orElseThrow();
    new Addresses(problems).in(subnet, address.address(), network, word);
    if (subnet.contains(address.address()) && address.prefix() != subnet.prefix()) {
      problems.add(
          problems
              .at(Code.OTHER_PREFIX, word.at())
              .saw(
                  "'" + address + "'", "the prefix length of '" + network + "', " + subnet.prefix())
              .correct("did you mean '" + address.address() + "/" + subnet.prefix() + "'?"));
    }
  }
}
