package io.cairn.graph;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An address with a prefix length, as in {@code 10.1.0.20/24}: a network, or a host within its
 * network.
 */
public record Subnet(IpAddress address, int prefix) {
  /** What {@link #parse} accepts, for messages. */
  public static final String RULE = "an address with a prefix length, as in 10.1.0.0/24";

  /** Refuses a prefix length that the address family does not have. */
  public Subnet {
    if (prefix < 0 || prefix > address.bits()) {
      throw new IllegalArgumentException("prefix length " + prefix + " does not fit " + address);
    }
  }

  /** Reads {@link #RULE}; empty for anything else. */
  public static Optional<Subnet> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return IpAddress.parse(text.substring(0, slash))
        .filter(address -> prefix <= address.bits())
        .map(address -> new Subnet(address, prefix));
  }

  /** Whether the address lies in the same network. */
  public boolean contains(IpAddress other) {
    return other.bits() == address.bits() && network(other).equals(network(address));
  }

  /** Whether the address part is the network's own number, with all host bits zero. */
  public boolean isNetwork() {
    return network(address).equals(new BigInteger(1, address.value().getAddress()));
  }

  private BigInteger network(IpAddress of) {
    int hostBits = of.bits() - prefix;
    return new BigInteger(1, of.value().getAddress()).shiftRight(hostBits).shiftLeft(hostBits);
  }

  @Override
  public String toString() {
    return address + "/" + prefix;
  }
}
