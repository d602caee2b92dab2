package io.cairn.cluster;

import io.cairn.graph.IpAddress;
import io.cairn.graph.Subnet;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whether an address can belong to a host, by itself and in its network (rule R22). */
final class Addresses {
  private final Problems problems;

  Addresses(Problems problems) {
    this.problems = problems;
  }

  /** Why no host but itself can use it, whatever the network; empty for a good one. */
  static Optional<String> never(IpAddress address) {
    InetAddress value = address.value();
    if (value.isLoopbackAddress()) {
      return Optional.of("a loopback address");
    }
    if (value.isMulticastAddress()) {
      return Optional.of("a multicast address");
    }
    return value.isAnyLocalAddress() ? Optional.of("the address of nothing") : Optional.empty();
  }

  /** Reports an address that is none of a host in that network. */
  void in(Subnet subnet, IpAddress address, String network, Value.Word word) {
    Optional<String> never = never(address).or(() -> edge(subnet, address));
    if (!subnet.contains(address)) {
      problems.add(
          problems
              .at(Code.OUTSIDE_NETWORK, word.at())
              .saw(
                  "'" + address + "'",
                  "an address in " + network(subnet) + " ('" + network + "')"));
    } else if (never.isPresent()) {
      unusable(never.get(), word);
    }
  }

  /** Reports an address that no host can have. */
  void unusable(String why, Value.Word word) {
    problems.add(
        problems
            .at(Code.UNUSABLE_ADDRESS, word.at())
            .saw("'" + word.text() + "', " + why, "the address of a host that others can reach"));
  }

  /** The first address of a network is its number, the last its broadcast (RFC 1122, 3.2.1.3). */
  static Optional<String> edge(Subnet subnet, IpAddress address) {
    int hostBits = subnet.address().bits() - subnet.prefix();
    if (hostBits < 2 || !subnet.contains(address)) {
      return Optional.empty();
    }
    BigInteger number = new BigInteger(1, address.value().getAddress());
    BigInteger size = BigInteger.ONE.shiftLeft(hostBits);
    BigInteger host = number.mod(size);
    if (host.signum() == 0) {
      return Optional.of("the number of the network");
    }
    return address.isIpv4() && host.equals(size.subtract(BigInteger.ONE))
        ? Optional.of("the broadcast address of the network")
        : Optional.empty();
  }

  /** The network in which the host lies. */
  static Subnet network(Subnet host) {
    byte[] bytes = host.address().value().getAddress();
    for (int bit = host.prefix(); bit < host.address().bits(); bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    try {
      return new Subnet(new IpAddress(InetAddress.getByAddress(bytes)), host.prefix());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("This is a bug in Cairn: address of odd length", e);
    }
  }
}
