package io.cairn.engine.network;

import io.cairn.graph.Cluster;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Network;
import io.cairn.graph.NetworkName;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.graph.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one network asks of one node.
 *
 * @param address the node's own address in it; empty where only its containers have one
 * @param peers the other nodes' addresses in it, and the gateway: who may be asked for an answer
 */
record Wanted(
    NetworkName network,
    InterfaceName device,
    Optional<InterfaceName> bridge,
    Optional<Subnet> address,
    Optional<IpAddress> gateway,
    List<IpAddress> peers) {
  Wanted {
    peers = List.copyOf(peers);
  }

  /** The interface that carries the address: the bridge where there is one. */
  InterfaceName carrier() {
    return bridge.orElse(device);
  }

  /** As in {@code br0 with 10.1.0.5/24 over eth0}. */
  String shown() {
    return carrier()
        + address.map(a -> " with " + a).orElse(" without an address")
        + bridge.map(_ -> " over " + device).orElse("");
  }

  /** Whether any network asks anything of that node. */
  static boolean isAny(Cluster cluster, NodeName node) {
    return cluster.networks().values().stream()
        .anyMatch(
            network ->
                network.bridge().isPresent() || network.addressOf(cluster.node(node)).isPresent());
  }

  /** What every network asks of that node; networks that ask nothing are left out. */
  static List<Wanted> of(Cluster cluster, NodeName node) {
    return cluster.networks().values().stream()
        .map(network -> of(cluster, cluster.node(node), network))
        .filter(wanted -> wanted.address().isPresent() || wanted.bridge().isPresent())
        .toList();
  }

  /** Who has an address in a network, in the order of the file. */
  private record Members(Map<NodeName, IpAddress> addresses) {
    static Members of(Cluster cluster, Network network) {
      return cluster.derived().of(Members.class, network, () -> in(network, cluster));
    }

    private static Members in(Network network, Cluster cluster) {
      Map<NodeName, IpAddress> addresses = new LinkedHashMap<>();
      for (Node node : cluster.nodes().values()) {
        network.addressOf(node).ifPresent(address -> addresses.put(node.name(), address));
      }
      return new Members(addresses);
    }
  }

  private static Wanted of(Cluster cluster, Node node, Network network) {
    List<IpAddress> peers =
        Stream.concat(
                Members.of(cluster, network).addresses().entrySet().stream()
                    .filter(other -> !other.getKey().equals(node.name()))
                    .map(Map.Entry::getValue),
                network.gateway().stream())
            .toList();
    return new Wanted(
        network.name(),
        network.device(),
        network.bridge(),
        network.addressOf(node).map(own -> new Subnet(own, network.subnet().prefix())),
        network.gateway(),
        peers);
  }
}
