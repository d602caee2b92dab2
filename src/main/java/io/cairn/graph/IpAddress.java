package io.cairn.graph;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** A literal IPv4 or IPv6 address; never a name, so nothing is ever looked up. */
public record IpAddress(InetAddress value) {
  /** Reads a literal address; empty for anything else. */
  public static Optional<IpAddress> parse(String text) {
    try {
      return Optional.of(new IpAddress(InetAddress.ofLiteral(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether this is an IPv4 address. */
  public boolean isIpv4() {
    return value instanceof Inet4Address;
  }

  /** Length of the address in bits: 32 or 128. */
  public int bits() {
    return value.getAddress().length * 8;
  }

  @Override
  public String toString() {
    return value.getHostAddress();
  }
}
