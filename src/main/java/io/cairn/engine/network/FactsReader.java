package io.cairn.engine.network;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the replies of {@link NetworkProbes}. */
final class FactsReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FactsReader() {}

  /** What they say, or why that cannot be read. */
  private record Read(Seen<NetworkFacts> facts) {}

  static Seen<NetworkFacts> read(NodeFacts facts) {
    return facts.read(Read.class, node -> new Read(reading(node))).facts();
  }

  private static Seen<NetworkFacts> reading(NodeFacts facts) {
    try {
      List<Link> links = links(json(facts, NetworkProbes.LINKS));
      List<NetworkFacts.Route> routes = new ArrayList<>();
      routes.addAll(routes(json(facts, NetworkProbes.ROUTES)));
      routes.addAll(routes(json(facts, NetworkProbes.ROUTES6)));
      Optional<Reply> ifupdown = facts.reply(NetworkProbes.IFUPDOWN).filter(Reply::ok);
      return new Seen.Present<>(
          new NetworkFacts(
              links,
              routes,
              ifupdown.map(Reply::out).map(FactsReader::ifupdown),
              ifupdown.map(Reply::out).map(FactsReader::digests).orElse(Map.of()),
              foreign(text(facts, NetworkProbes.MANAGERS), links),
              speeds(text(facts, NetworkProbes.SPEEDS)),
              pending(text(facts, NetworkProbes.PENDING))));
    } catch (JsonProcessingException e) {
      return new Seen.Unknown<>("ip does not answer in JSON: " + e.getOriginalMessage());
    }
  }

  private static String text(NodeFacts facts, String probe) {
    return facts.reply(probe).map(Reply::out).orElse("");
  }

  private static JsonNode json(NodeFacts facts, String probe) throws JsonProcessingException {
    return JSON.readTree(text(facts, probe));
  }

  private static List<Link> links(JsonNode json) throws JsonProcessingException {
    List<Link> links = new ArrayList<>();
    for (JsonNode link : json) {
      links.add(link(link));
    }
    if (links.isEmpty()) {
      // not even lo: that is no answer
      throw new JsonParseException(null, "no interface in it");
    }
    return links;
  }

  private static Link link(JsonNode json) {
    List<Subnet> addresses = new ArrayList<>();
    for (JsonNode address : json.path("addr_info")) {
      if (address.path("scope").asText().equals("global")) {
        Subnet.parse(address.path("local").asText() + "/" + address.path("prefixlen").asInt())
            .ifPresent(addresses::add);
      }
    }
    boolean up = false;
    for (JsonNode flag : json.path("flags")) {
      up = up || flag.asText().equals("UP");
    }
    return new Link(
        json.path("ifname").asText(),
        json.path("ifindex").asInt(),
        json.path("linkinfo").path("info_kind").asText(),
        Optional.of(json.path("master").asText()).filter(name -> !name.isEmpty()),
        Optional.of(json.path("link").asText()).filter(name -> !name.isEmpty()),
        up ? Link.State.UP : Link.State.DOWN,
        addresses);
  }

  private static List<NetworkFacts.Route> routes(JsonNode json) {
    List<NetworkFacts.Route> routes = new ArrayList<>();
    for (JsonNode route : json) {
      IpAddress.parse(route.path("gateway").asText())
          .ifPresent(
              gateway -> routes.add(new NetworkFacts.Route(gateway, route.path("dev").asText())));
    }
    return routes;
  }

  private static Ifupdown ifupdown(String out) {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    String file = "";
    for (String line : out.lines().toList()) {
      if (line.startsWith("file ")) {
        file = line.substring("file ".length());
        texts.put(file, new StringBuilder());
      } else if (line.startsWith("|")) {
        texts
            .computeIfAbsent(file, _ -> new StringBuilder())
            .append(line, 1, line.length())
            .append('\n');
      }
    }
    Ifupdown config = Ifupdown.EMPTY;
    for (var entry : texts.entrySet()) {
      config = config.with(entry.getKey(), entry.getValue().toString());
    }
    return config;
  }

  // as sha256sum(1) prints them: 64 digits, two blanks, the path
  private static Map<String, String> digests(String out) {
    Map<String, String> digests = new HashMap<>();
    out.lines()
        .filter(line -> line.matches("[0-9a-f]{64}  /.*"))
        .forEach(line -> digests.put(line.substring(66), line.substring(0, 64)));
    return digests;
  }

  private static Map<String, String> foreign(String out, List<Link> links) {
    Map<String, String> foreign = new HashMap<>();
    for (String line : out.lines().toList()) {
      String[] words = line.split(" ", 3);
      if (words.length < 3 || words[2].equals("unmanaged") || words[2].isEmpty()) {
        continue;
      }
      if (words[0].equals("networkd")) {
        links.stream()
            .filter(link -> words[1].equals(Integer.toString(link.index())))
            .forEach(link -> foreign.put(link.name(), "systemd-networkd"));
      } else if (words[0].equals("manager") && !words[2].startsWith("unavailable")) {
        foreign.put(words[1], "NetworkManager");
      }
    }
    return foreign;
  }

  private static Map<String, Integer> speeds(String out) {
    Map<String, Integer> speeds = new HashMap<>();
    out.lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 2 && words[1].matches("[1-9]\\d{0,7}"))
        .forEach(words -> speeds.put(words[0], Integer.parseInt(words[1])));
    return speeds;
  }

  private static NetworkFacts.Pending pending(String out) {
    return out.strip().equals("armed")
        ? NetworkFacts.Pending.CONFIRMATION
        : NetworkFacts.Pending.NOTHING;
  }
}
