package io.cairn.engine.network;

import io.cairn.graph.IpAddress;
import io.cairn.graph.Subnet;
import java.util.List;
import java.util.Optional;

/**
 * One interface as {@code ip address show} tells it.
 *
 * @param index its number in the kernel
 * @param kind {@code bridge}, {@code vlan}, ...; empty for a real interface
 * @param master the bridge or bond whose port it is
 * @param lower the interface that it lies over, as a VLAN does
 * @param addresses those of global scope
 */
record Link(
    String name,
    int index,
    String kind,
    Optional<String> master,
    Optional<String> lower,
    State state,
    List<Subnet> addresses) {
  Link {
    addresses = List.copyOf(addresses);
  }

  /** Whether it is switched on, whatever its cable says. */
  enum State {
    UP,
    DOWN
  }

  boolean isBridge() {
    return kind.equals("bridge");
  }

  boolean has(IpAddress address) {
    return addresses.stream().anyMatch(own -> own.address().equals(address));
  }
}
