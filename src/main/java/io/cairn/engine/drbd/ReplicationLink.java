package io.cairn.engine.drbd;

import io.cairn.graph.Cluster;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.Network;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import java.util.Optional;

/**
 * What carries a resource between its nodes: the network named for it, or that of the addresses.
 */
record ReplicationLink(Cluster cluster, Layer.Drbd resource) {

  /** The address over which that node's peer reaches it; empty where the file gives none. */
  Optional<IpAddress> address(NodeName node) {
    Node declared = cluster.node(node);
    return resource
        .network()
        .map(name -> cluster.network(name).addressOf(declared))
        .orElseGet(declared::address);
  }

  /** The network in which those addresses lie; empty where it is not declared. */
  Optional<Network> network() {
    return resource
        .network()
        .map(cluster::network)
        .or(
            () ->
                cluster.networks().values().stream()
                    .filter(
                        network ->
                            cluster.nodesOf(resource).stream()
                                .allMatch(
                                    node ->
                                        address(node)
                                            .filter(network.subnet()::contains)
                                            .isPresent()))
                    .findFirst());
  }
}
