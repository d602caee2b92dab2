package io.cairn.cluster;

import io.cairn.graph.IpAddress;
import io.cairn.graph.Subnet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every network is one, and a bridge belongs to one network. */
final class NetworkChecks {
  private final Draft draft;
  private final Problems problems;

  NetworkChecks(Draft draft, Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void run() {
    Map<String, Subnet> earlier = new LinkedHashMap<>();
    draft
        .networks()
        .forEach(
            (name, network) -> {
              draft.subnet(name).ifPresent(subnet -> subnet(network, subnet, earlier));
              draft.subnet(name).ifPresent(subnet -> earlier.put(name, subnet));
              network.word("gateway").ifPresent(gateway -> gateway(name, gateway));
            });
    bridges();
  }

  private void subnet(Value.Fields network, Subnet subnet, Map<String, Subnet> earlier) {
    Spot spot = network.word("subnet").orElseThrow().at();
    Optional<String> unusable = Addresses.never(subnet.address());
    if (unusable.isPresent()) {
      problems.add(
          problems
              .at(Code.UNUSABLE_ADDRESS, spot)
              .saw(subnet + ", " + unusable.get(), "a network that the nodes share"));
      return;
    }
    if (!subnet.isNetwork()) {
      problems.add(
          problems
              .at(Code.HOST_BITS, spot)
              .saw("'" + subnet + "'", "the number of the network")
              .correct("did you mean '" + Addresses.network(subnet) + "'?"));
    }
    earlier.forEach(
        (other, with) -> {
          if (with.contains(subnet.address()) || subnet.contains(with.address())) {
            problems.add(
                problems
                    .at(Code.OVERLAP, spot)
                    .saw(
                        subnet + " and " + with + " of '" + other + "'",
                        "networks apart from each other")
                    .because("An address in both would belong to neither."));
          }
        });
  }

  private void gateway(String network, Value.Word gateway) {
    IpAddress address = Draft.address(gateway).orElseThrow();
    draft
        .subnet(network)
        .ifPresent(subnet -> new Addresses(problems).in(subnet, address, network, gateway));
  }

  private void bridges() {
    Map<String, String> interfaces = new HashMap<>();
    Map<String, String> bridges = new HashMap<>();
    draft
        .networks()
        .forEach((name, n) -> n.word("interface").ifPresent(w -> interfaces.put(w.text(), name)));
    draft
        .networks()
        .forEach(
            (name, network) ->
                network
                    .word("bridge")
                    .ifPresent(
                        bridge -> {
                          String taken = interfaces.get(bridge.text());
                          String other = bridges.putIfAbsent(bridge.text(), name);
                          if (taken != null) {
                            taken(bridge, "the interface of '" + taken + "'");
                          } else if (other != null) {
                            taken(bridge, "the bridge of '" + other + "'");
                          }
                        }));
  }

  private void taken(Value.Word bridge, String by) {
    problems.add(
        problems
            .at(Code.BRIDGE_NAME, bridge.at())
            .saw("'" + bridge.text() + "', which is " + by, "a name of its own, as in br0"));
  }

  /** The networks that something of the file needs: a node, a resource or a container. */
  static List<String> unused(Draft draft) {
    return draft.networks().keySet().stream().filter(name -> !isUsed(draft, name)).toList();
  }

  private static boolean isUsed(Draft draft, String network) {
    boolean named =
        draft.layers().values().stream()
            .flatMap(layer -> layer.word("network").stream())
            .anyMatch(word -> word.text().equals(network));
    return named
        || draft.nodes().keySet().stream()
            .flatMap(node -> draft.addresses(node).stream())
            .anyMatch(address -> draft.subnet(network).orElseThrow().contains(address));
  }
}
