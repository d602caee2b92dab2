package io.cairn.engine.network;

/** Interfaces in the shape of {@code ip -json -details address show}. */
final class LinkJson {
  private LinkJson() {}

  /**
   * One interface.
   *
   * @param words its name, then {@code bridge}, {@code :MASTER} or addresses with prefix length
   */
  static String of(int index, String words) {
    String name = words.split(" ")[0];
    StringBuilder addresses = new StringBuilder();
    String kind = "";
    String master = "";
    for (String word : words.substring(name.length()).strip().split(" ")) {
      if (word.equals("bridge")) {
        kind = ",\"linkinfo\":{\"info_kind\":\"bridge\"}";
      } else if (word.startsWith(":")) {
        master = ",\"master\":\"" + word.substring(1) + "\"";
      } else if (!word.isEmpty()) {
        String[] parts = word.split("/");
        addresses.append(addresses.isEmpty() ? "" : ",");
        addresses.append(
            "{\"family\":\"inet\",\"local\":\"%s\",\"prefixlen\":%s,\"scope\":\"global\"}"
                .formatted(parts[0], parts[1]));
      }
    }
    return "{\"ifindex\":%d,\"ifname\":\"%s\",\"flags\":[\"BROADCAST\",\"UP\"]%s%s,\"addr_info\":[%s]}"
        .formatted(index, name, master, kind, addresses);
  }
}
