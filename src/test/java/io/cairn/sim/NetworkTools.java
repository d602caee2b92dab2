package io.cairn.sim;

import java.util.Map;

/**
 * ip(8) and ping(8) for a server whose networks are as declared from the beginning: changes of the
 * network are proved in the lab.
 */
final class NetworkTools {
  private NetworkTools() {}

  static void install(Server server) {
    server
        .machine()
        .writeFile(
            "/etc/network/interfaces",
            """
            source /etc/network/interfaces.d/*
            auto lo
            iface lo inet loopback
            auto eth1
            iface eth1 inet static
              address %s/30
            auto br0
            iface br0 inet static
              address %s/24
              gateway 10.1.0.1
            """
                .formatted(replication(server), lan(server)));
  }

  static void add(Map<String, Tool> tools) {
    tools.put("ip", NetworkTools::ip);
    tools.put("ping", NetworkTools::ping);
    tools.put("ifup", _ -> Answer.ok());
  }

  /** Exit 1 means that nobody answered (ping(8)). */
  private static Answer ping(Call call) {
    String to = call.words("-c", "-W").operand();
    World world = call.server().world();
    boolean reached =
        world.servers().stream()
            .anyMatch(
                server ->
                    server.isOn()
                        && (to.equals(lan(server))
                            || (to.equals(replication(server)) && world.replication().isLinkUp())));
    return Answer.when(reached);
  }

  private static String replication(Server server) {
    return "10.0.254." + number(server);
  }

  private static String lan(Server server) {
    return "10.1.0." + (number(server) + 4);
  }

  private static int number(Server server) {
    return Integer.parseInt(server.name().replaceAll("\\D", ""));
  }

  private static Answer ip(Call call) {
    String asked = String.join(" ", call.arguments());
    if (asked.contains("address show")) {
      return Answer.line(
          "["
              + link(1, "lo", "", "127.0.0.1", 8, "host", "")
              + ","
              + link(2, "eth0", "br0", "", 0, "", "")
              + ","
              + link(3, "eth1", "", replication(call.server()), 30, "global", "")
              + ","
              + link(4, "br0", "", lan(call.server()), 24, "global", "bridge")
              + "]");
    }
    if (asked.contains("route show default")) {
      return Answer.line(
          asked.contains("-6")
              ? "[]"
              : "[{\"dst\":\"default\",\"gateway\":\"10.1.0.1\",\"dev\":\"br0\",\"flags\":[]}]");
    }
    throw call.unknown();
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
