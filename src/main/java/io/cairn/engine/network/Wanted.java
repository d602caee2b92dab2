package io.cairn.engine.network;

import io.cairn.graph.Cluster;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Network;
import io.cairn.graph.NetworkName;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.graph.Subnet;
import java.util.List;
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

  /** What every network asks of that node; networks that ask nothing are left out. */
  static List<Wanted> of(Cluster cluster, NodeName node) {
    return cluster.networks().values().stream()
        .map(network -> of(cluster, cluster.node(node), network))
        .filter(wanted -> wanted.address().isPresent() || wanted.bridge().isPresent())
        .toList();
  }

  private static Wanted of(Cluster cluster, Node node, Network network) {
    List<IpAddress> peers =
        Stream.concat(
                cluster.nodes().values().stream()
                    .filter(other -> !other.equals(node))
                    .flatMap(other -> network.addressOf(other).stream()),
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
