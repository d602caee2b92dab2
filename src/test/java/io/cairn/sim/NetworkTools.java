package io.cairn.sim;

import java.util.Map;

/**
 * ip(8) and ping(8) for a server whose networks are as declared from the beginning: changes of the
 * network are proved in the lab.
 */
final class NetworkTools {
  private NetworkTools() {}

  static void install(Server server) {
    int number = Integer.parseInt(server.name().replaceAll("\\D", ""));
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
              address 10.0.254.%1$d/30
            auto br0
            iface br0 inet static
              address 10.1.0.%2$d/24
              gateway 10.1.0.1
            """
                .formatted(number, number + 4));
  }

  static void add(Map<String, Tool> tools) {
    tools.put("ip", NetworkTools::ip);
    tools.put("ping", call -> Answer.when(call.server().world().replication().isLinkUp()));
    tools.put("ifup", _ -> Answer.ok());
  }

  private static Answer ip(Call call) {
    String asked = String.join(" ", call.arguments());
    int number = Integer.parseInt(call.server().name().replaceAll("\\D", ""));
    if (asked.contains("address show")) {
      return Answer.line(
          "["
              + link(1, "lo", "", "127.0.0.1", 8, "host", "")
              + ","
              + link(2, "eth0", "br0", "", 0, "", "")
              + ","
              + link(3, "eth1", "", "10.0.254." + number, 30, "global", "")
              + ","
              + link(4, "br0", "", "10.1.0." + (number + 4), 24, "global", "bridge")
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
