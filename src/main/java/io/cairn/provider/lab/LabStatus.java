package io.cairn.provider.lab;

import io.cairn.graph.ClusterName;
import io.cairn.graph.NodeName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a lab is doing.
 *
 * @param links pairs of nodes whose link is not up, as in {@code node1 node2 cut}
 * @param sshConfig for {@code ssh -F}, see ssh(1)
 */
public record LabStatus(
    ClusterName lab,
    State state,
    List<NodeStatus> nodes,
    Network network,
    List<String> links,
    Path sshConfig) {
  public LabStatus {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /** Whether the lab is there. */
  public enum State {
    /** Nothing of it is. */
    DOWN,
    /** {@code lab up} began to make it and did not come to its end, or is at it now. */
    UNFINISHED,
    /** All its nodes are, with or without power. */
    UP
  }

  /** Whether the lab's switch works. */
  public enum Network {
    /** It passes frames. */
    UP,
    /** It does not run; {@code lab up} starts it. */
    DOWN
  }

  /**
   * A node.
   *
   * @param sshPort the port of 127.0.0.1 that leads to it
   */
  public record NodeStatus(NodeName node, Power power, int sshPort, List<DiskStatus> disks) {
    public NodeStatus {
      disks = List.copyOf(disks);
    }
  }

  /**
   * A disk of a node, beside its system's.
   *
   * @param name what {@code lab disk} takes
   * @param path the same in the cluster file
   */
  public record DiskStatus(String name, String path, DiskHealth health) {}

  /** For a person: one fact on each line. */
  public String text() {
    return switch (state) {
      case DOWN -> "the lab is down\n";
      case UNFINISHED ->
          """
          the lab %s is not finished: 'lab up' is at work on it, or was interrupted.
          Run 'lab up' again, or remove it with 'lab down'.
          """
              .formatted(lab);
      case UP -> facts();
    };
  }

  private String facts() {
    StringBuilder text = new StringBuilder();
    for (NodeStatus node : nodes) {
      text.append(
          "%-16s power %-4s ssh 127.0.0.1:%d%n"
              .formatted(node.node(), word(node.power()), node.sshPort()));
    }
    text.append("network ").append(word(network)).append('\n');
    links.forEach(link -> text.append("link ").append(link).append('\n'));
    for (NodeStatus node : nodes) {
      node.disks().stream()
          .filter(disk -> disk.health() == DiskHealth.FAILING)
          .forEach(disk -> text.append("disk %s %s failing%n".formatted(node.node(), disk.name())));
    }
    return text.toString();
  }

  /** For programs: everything, as JSON. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lab", lab.text());
    json.put("state", word(state));
    json.put("network", word(network));
    json.put("sshConfig", sshConfig.toString());
    json.put("nodes", nodes.stream().map(LabStatus::json).toList());
    json.put("links", links.stream().map(LabStatus::link).toList());
    return Json.indented(json);
  }

  private static Map<String, Object> json(NodeStatus node) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", node.node().text());
    json.put("power", word(node.power()));
    json.put("sshAddress", "127.0.0.1");
    json.put("sshPort", node.sshPort());
    List<Map<String, Object>> disks = new ArrayList<>();
    for (DiskStatus disk : node.disks()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", disk.name());
      one.put("path", disk.path());
      one.put("health", word(disk.health()));
      disks.add(one);
    }
    json.put("disks", disks);
    return json;
  }

  private static Map<String, Object> link(String words) {
    String[] parts = words.split(" ", 3);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("nodes", List.of(parts[0], parts[1]));
    LinkState link = LinkState.parse(parts[2]);
    json.put("state", parts[2].split(" ")[0]);
    if (link instanceof LinkState.Slow(var delay, var loss, var rate)) {
      json.put("milliseconds", delay.toMillis());
      json.put("lossPercent", loss);
      rate.ifPresent(limit -> json.put("megabitsPerSecond", limit));
    }
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
