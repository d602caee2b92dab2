package io.cairn.sim;

import io.cairn.graph.IpAddress;
import io.cairn.graph.Network;
import io.cairn.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * ip(8) and ping(8) for a server whose networks are as declared from the beginning: changes of the
 * network are proved in the lab.
 */
final class NetworkTools {
  private NetworkTools() {}

  static void install(Server server) {
    StringBuilder text =
        new StringBuilder("source /etc/network/interfaces.d/*\nauto lo\niface lo inet loopback\n");
    for (Network network : networks(server)) {
      String device = upper(network);
      text.append("auto %1$s\niface %1$s inet static\n".formatted(device));
      text.append("  address %s/%d\n".formatted(address(network, server), prefix(network)));
      network.gateway().ifPresent(gateway -> text.append("  gateway " + gateway + "\n"));
    }
    server.machine().writeFile("/etc/network/interfaces", text.toString());
  }

  static void add(Map<String, Tool> tools) {
    tools.put("ip", NetworkTools::ip);
    tools.put("ping", NetworkTools::ping);
    tools.put("ifup", _ -> Answer.ok());
  }

  /** Those in which it has an address. */
  private static List<Network> networks(Server server) {
    return server.world().cluster().networks().values().stream()
        .filter(network -> network.addressOf(node(server)).isPresent())
        .sorted(Comparator.comparing(network -> network.device().text()))
        .toList();
  }

  private static Node node(Server server) {
    return server.world().cluster().node(server.machine().name());
  }

  private static String address(Network network, Server server) {
    return network.addressOf(node(server)).orElseThrow().toString();
  }

  private static int prefix(Network network) {
    return network.subnet().prefix();
  }

  /** The interface that has the address. */
  private static String upper(Network network) {
    return network.bridge().orElse(network.device()).text();
  }

  /** Whether DRBD talks there: that is the link which parts. */
  private static boolean isReplication(Network network, Server server) {
    return node(server).address().filter(network.subnet()::contains).isPresent();
  }

  /** Exit 1 means that nobody answered (ping(8)). */
  private static Answer ping(Call call) {
    String to = call.words("-c", "-W").operand();
    World world = call.server().world();
    boolean reached =
        world.servers().stream()
            .filter(Server::isOn)
            .anyMatch(
                server ->
                    networks(server).stream()
                        .anyMatch(
                            network ->
                                to.equals(address(network, server))
                                    && (!isReplication(network, server)
                                        || world.replication().isLinkUp())));
    return Answer.when(reached);
  }

  private static Answer ip(Call call) {
    Server server = call.server();
    String asked = String.join(" ", call.arguments());
    if (asked.contains("address show")) {
      List<String> links = new ArrayList<>();
      links.add(link(1, "lo", "", "127.0.0.1", 8, "host", ""));
      for (Network network : networks(server)) {
        String device = network.device().text();
        if (network.bridge().isPresent()) {
          links.add(link(links.size() + 1, device, upper(network), "", 0, "", ""));
        }
        links.add(
            link(
                links.size() + 1,
                upper(network),
                "",
                address(network, server),
                prefix(network),
                "global",
                network.bridge().isPresent() ? "bridge" : ""));
      }
      return Answer.line("[" + String.join(",", links) + "]");
    }
    if (asked.contains("route show default")) {
      return Answer.line(
          asked.contains("-6")
              ? "[]"
              : networks(server).stream()
                  .flatMap(network -> network.gateway().map(g -> route(g, network)).stream())
                  .collect(Collectors.joining(",", "[", "]")));
    }
    throw call.unknown();
  }

  private static String route(IpAddress gateway, Network network) {
    return "{\"dst\":\"default\",\"gateway\":\"%s\",\"dev\":\"%s\",\"flags\":[]}"
        .formatted(gateway, upper(network));
  }

  private static String link(
      int index,
      String name,
      String master,
      String address,
      int prefix,
      String scope,
      String kind) {
    return "{\"ifindex\":%d,\"ifname\":\"%s\",\"flags\":[\"UP\",\"LOWER_UP\"]%s%s,\"addr_info\":[%s]}"
        .formatted(
            index,
            name,
            master.isEmpty() ? "" : ",\"master\":\"" + master + "\"",
            kind.isEmpty() ? "" : ",\"linkinfo\":{\"info_kind\":\"" + kind + "\"}",
            address.isEmpty()
                ? ""
                : "{\"family\":\"inet\",\"local\":\"%s\",\"prefixlen\":%d,\"scope\":\"%s\"}"
                    .formatted(address, prefix, scope));
  }
}
