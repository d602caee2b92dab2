package io.cairn.graph;

import java.util.Optional;

/**
 * A network that nodes share.
 *
 * @param subnet the network's number and prefix length
 * @param device the interface of every node in it
 * @param bridge the bridge over that interface to which containers connect
 * @param gateway the default route of nodes and containers in it
 */
public record Network(
    NetworkName name,
    Subnet subnet,
    InterfaceName device,
    Optional<InterfaceName> bridge,
    Optional<IpAddress> gateway) {

  /**
   * The node's own address in this network: its SSH address or its replication address, whichever
   * lies in it.
   */
  public Optional<IpAddress> addressOf(Node node) {
    return node.address()
        .filter(subnet::contains)
        .or(() -> node.ssh().address().filter(subnet::contains));
  }
}
