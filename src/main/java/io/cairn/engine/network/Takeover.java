package io.cairn.engine.network;

import io.cairn.engine.network.InterfacesFile.Stanza;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether an interface's stanzas mean the same when they are a bridge's. */
final class Takeover {
  // what speaks about addresses and routes; all else (bonds, VLANs, radio, link settings) speaks
  // about the hardware and does not move
  private static final Set<String> MOVING =
      Set.of(
          "address",
          "netmask",
          "gateway",
          "broadcast",
          "network",
          "metric",
          "pointopoint",
          "scope",
          "hostname",
          "client",
          "leasetime",
          "mtu",
          "accept_ra",
          "autoconf",
          "privext",
          "dad-attempts",
          "dad-interval",
          "dns-nameservers",
          "dns-nameserver",
          "dns-search",
          "dns-domain",
          "up",
          "post-up",
          "pre-down",
          "down",
          "post-down",
          "pre-up");

  private Takeover() {}

  /** What stands in the way, as a sentence without its full stop; empty where nothing does. */
  static Optional<String> obstacle(
      Link device, List<Stanza> stanzas, Wanted wanted, NetworkFacts facts) {
    if (facts.isBelowAnother(device.name())) {
      return Optional.of("another interface lies over " + device.name());
    }
    if (device.lower().isPresent() || !device.kind().isEmpty()) {
      return Optional.of(device.name() + " is a " + device.kind() + ", no interface of its own");
    }
    if (wanted.address().isPresent() && !device.addresses().contains(wanted.address().get())) {
      return Optional.of(device.name() + " does not have " + wanted.address().get() + " now");
    }
    return stanzas.stream()
        .flatMap(stanza -> obstacle(device, stanza, wanted).stream())
        .findFirst();
  }

  private static Optional<String> obstacle(Link device, Stanza stanza, Wanted wanted) {
    if (!Set.of("static", "dhcp", "manual", "auto").contains(stanza.method())) {
      return Optional.of("its method is " + stanza.method());
    }
    boolean otherAddress =
        stanza.method().equals("static")
            && stanza.family().equals("inet")
            && wanted.address().filter(own -> own.address().isIpv4()).isPresent()
            && !StanzaAddress.of(stanza).equals(wanted.address());
    if (otherAddress) {
      return Optional.of("its configuration has another address than " + device.name() + " has");
    }
    Pattern name = Pattern.compile("(?<![\\w.-])" + Pattern.quote(device.name()) + "(?![\\w-])");
    for (String option : stanza.options()) {
      String word = option.split("\\s+")[0];
      if (!MOVING.contains(word)) {
        return Optional.of("'" + option + "' is about the hardware, and a bridge has none");
      }
      if (name.matcher(option).find()) {
        return Optional.of(
            "'" + option + "' names " + device.name() + ": write $IFACE there, which is either");
      }
    }
    return Optional.empty();
  }
}
