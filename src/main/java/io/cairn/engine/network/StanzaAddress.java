package io.cairn.engine.network;

import io.cairn.engine.network.InterfacesFile.Stanza;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Subnet;
import java.math.BigInteger;
import java.util.Optional;

/** The address of a static stanza, with its prefix length (interfaces(5), address and netmask). */
final class StanzaAddress {
  private StanzaAddress() {}

  static Optional<Subnet> of(Stanza stanza) {
    Optional<String> address = option(stanza, "address");
    return address
        .flatMap(Subnet::parse)
        .or(() -> address.flatMap(IpAddress::parse).flatMap(a -> withMask(a, stanza)));
  }

  private static Optional<Subnet> withMask(IpAddress address, Stanza stanza) {
    Optional<String> mask = option(stanza, "netmask");
    if (mask.filter(text -> text.matches("\\d{1,3}")).isPresent()) {
      return mask.flatMap(length -> Subnet.parse(address + "/" + length));
    }
    return mask.flatMap(IpAddress::parse)
        .map(dotted -> new BigInteger(1, dotted.value().getAddress()).bitCount())
        .flatMap(length -> Subnet.parse(address + "/" + length));
  }

  private static Optional<String> option(Stanza stanza, String name) {
    return stanza.options().stream()
        .filter(option -> option.startsWith(name + " "))
        .map(option -> option.substring(name.length()).strip())
        .findFirst();
  }
}
