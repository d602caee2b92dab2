package io.cairn.engine.network;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.network.InterfacesFile.Stanza;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.NetworkName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes stanzas of interfaces(5). It has no comments at the end of a line (rule R42). */
final class IfupdownText {
  /** In a file whose stanzas were somebody else's before; they are not written anew. */
  static final String TAKEN_OVER = "# taken over from ";

  private static final String INDENT = "    ";

  private IfupdownText() {}

  static String path(NetworkName network) {
    return Ifupdown.OWN + network;
  }

  /** The file of a network whose interface nobody configured before. */
  static String fresh(Wanted wanted, Optional<IpAddress> gateway) {
    StringBuilder text = new StringBuilder(ManagedFile.HEADER);
    wanted.bridge().ifPresent(_ -> port(text, wanted.device(), List.of()));
    String carrier = wanted.carrier().text();
    text.append("auto ").append(carrier).append('\n');
    text.append("iface ").append(carrier).append(' ').append(family(wanted)).append(' ');
    text.append(wanted.address().isPresent() ? "static" : "manual").append('\n');
    wanted.address().ifPresent(own -> option(text, "address " + own));
    gateway.ifPresent(address -> option(text, "gateway " + address));
    wanted.bridge().ifPresent(bridge -> bridge(text, bridge, wanted.device()));
    return text.toString();
  }

  /** The file of a network whose interface becomes a port: its stanzas go on for the bridge. */
  static String takenOver(
      Wanted wanted,
      InterfaceName bridge,
      List<Stanza> stanzas,
      Optional<IpAddress> gateway,
      String from) {
    StringBuilder text = new StringBuilder(ManagedFile.HEADER);
    text.append(TAKEN_OVER).append(from).append(", where the old lines stand as comments\n");
    List<String> mtu = new ArrayList<>();
    stanzas.forEach(s -> s.options().stream().filter(IfupdownText::isMtu).forEach(mtu::add));
    // a bridge has the least MTU of its ports
    port(text, wanted.device(), mtu.stream().distinct().toList());
    text.append("auto ").append(bridge).append('\n');
    boolean first = true;
    for (Stanza stanza : stanzas) {
      text.append("iface ").append(bridge).append(' ').append(stanza.family()).append(' ');
      text.append(stanza.method()).append('\n');
      stanza.options().stream().filter(o -> !isMtu(o)).forEach(o -> option(text, o));
      if (first) {
        gateway.ifPresent(address -> option(text, "gateway " + address));
        bridge(text, bridge, wanted.device());
        first = false;
      }
    }
    return text.toString();
  }

  private static boolean isMtu(String option) {
    return option.startsWith("mtu ");
  }

  private static String family(Wanted wanted) {
    return wanted.address().filter(own -> !own.address().isIpv4()).isPresent() ? "inet6" : "inet";
  }

  private static void port(StringBuilder text, InterfaceName device, List<String> options) {
    text.append("auto ").append(device).append('\n');
    text.append("iface ").append(device).append(" inet manual\n");
    options.forEach(o -> option(text, o));
    text.append('\n');
  }

  private static void bridge(StringBuilder text, InterfaceName bridge, InterfaceName device) {
    // without the spanning tree protocol and its delay, a port forwards as soon as it is up
    option(
        text,
        "pre-up test -d /sys/class/net/%1$s || ip link add name %1$s type bridge stp_state 0 forward_delay 0"
            .formatted(bridge));
    // systemd would otherwise make up an address from the machine id, equal on cloned machines
    // (systemd.link(5), MACAddressPolicy=)
    option(
        text,
        "pre-up ip link set dev %s address \"$(cat /sys/class/net/%s/address)\""
            .formatted(bridge, device));
    option(text, "pre-up ip link set dev %s up master %s".formatted(device, bridge));
    option(text, "up ip link set dev %s up".formatted(bridge));
    // containers that run on it keep their bridge while it is set up anew
    option(text, "post-down ip link set dev %s nomaster || true".formatted(device));
    option(
        text,
        "post-down test -n \"$(ls /sys/class/net/%1$s/brif)\" || ip link delete dev %1$s type bridge || true"
            .formatted(bridge));
  }

  private static void option(StringBuilder text, String option) {
    text.append(INDENT).append(option).append('\n');
  }
}
