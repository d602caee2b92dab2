package io.cairn.engine.node;

import io.cairn.engine.ManagedFile;
import io.cairn.graph.Cluster;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Network;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code /etc/hosts} shall say, and what it says (hosts(5)).
 *
 * <p>A node's name stands for the address at which people and programs reach it: the literal one of
 * its {@code ssh}, else one in a network that is not the replication network. Its address in each
 * network has a name of its own, as in {@code node1-replication}. The resolver takes the first line
 * that fits, so a name may not stand on a loopback line above: DRBD and Pacemaker on one node would
 * talk to themselves.
 */
final class HostsFile {
  private static final String BLOCK = "hosts";

  private final List<String> lines;

  private HostsFile(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  static HostsFile parse(String text) {
    return new HostsFile(text.lines().toList());
  }

  /** Cairn's block for that node. */
  static ManagedFile block(Cluster cluster, NodeName self, HostsFile existing) {
    Others others = cluster.derived().of(Others.class, "", () -> Others.of(cluster));
    StringBuilder text = new StringBuilder();
    for (Node node : cluster.nodes().values()) {
      List<String> more = node.name().equals(self) ? existing.longNames(self) : List.of();
      text.append(more.isEmpty() ? others.lines(node) : lines(cluster, node, more));
    }
    return ManagedFile.block(NodeProbes.HOSTS, BLOCK, text.toString());
  }

  /** The lines of each node as they stand on all others. */
  private record Others(Map<NodeName, String> byNode) {
    static Others of(Cluster cluster) {
      Map<NodeName, String> byNode = new HashMap<>();
      cluster
          .nodes()
          .values()
          .forEach(node -> byNode.put(node.name(), HostsFile.lines(cluster, node, List.of())));
      return new Others(byNode);
    }

    String lines(Node node) {
      return byNode.getOrDefault(node.name(), "");
    }
  }

  private static String lines(Cluster cluster, Node node, List<String> longNames) {
    StringBuilder text = new StringBuilder();
    entries(cluster, node, longNames)
        .forEach(
            (address, names) ->
                text.append(address).append(' ').append(String.join(" ", names)).append('\n'));
    return text.toString();
  }

  /** The address that the node's name stands for; empty where the file names no literal one. */
  static Optional<IpAddress> address(Cluster cluster, Node node) {
    return node.ssh()
        .address()
        .or(
            () ->
                cluster.networks().values().stream()
                    .flatMap(network -> network.addressOf(node).stream())
                    .filter(address -> !node.address().equals(Optional.of(address)))
                    .findFirst())
        .or(node::address);
  }

  private static Map<IpAddress, List<String>> entries(
      Cluster cluster, Node node, List<String> longNames) {
    Map<IpAddress, List<String>> entries = new LinkedHashMap<>();
    address(cluster, node)
        .ifPresent(
            address -> {
              // the long name first: the resolver's canonical name, which hostname -f prints
              List<String> names = new ArrayList<>(longNames);
              names.add(node.name().text());
              entries.put(address, names);
            });
    for (Network network : cluster.networks().values()) {
      network
          .addressOf(node)
          .ifPresent(address -> name(entries, address, node.name() + "-" + network.name()));
    }
    node.address()
        .filter(address -> !entries.containsKey(address))
        .ifPresent(address -> name(entries, address, node.name() + "-replication"));
    return entries;
  }

  private static void name(Map<IpAddress, List<String>> entries, IpAddress address, String name) {
    entries.computeIfAbsent(address, _ -> new ArrayList<>()).add(name);
  }

  /** The whole text with the block, and without any loopback line's claim to the node's name. */
  String withoutLoopback(NodeName self, ManagedFile block) {
    if (!(block.content() instanceof ManagedFile.Content.Block own)) {
      throw new IllegalArgumentException("not a block: " + block);
    }
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (String line : lines) {
      inside = inside || line.equals(own.begin());
      if (!inside) {
        text.append(isLoopback(line) ? without(line, self) : line).append('\n');
      }
      inside = inside && !line.equals(own.end());
    }
    return text + own.begin() + "\n" + own.text() + own.end() + "\n";
  }

  /** Whether a loopback line claims the node's name. */
  boolean hasLoopback(NodeName self) {
    return lines.stream().anyMatch(line -> isLoopback(line) && !without(line, self).equals(line));
  }

  /** Names with a domain that a line outside Cairn's block, or its own one, has for the node. */
  List<String> longNames(NodeName self) {
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> names(line).stream())
        .filter(name -> isLong(name, self))
        .distinct()
        .toList();
  }

  /** The first address outside Cairn's block, other than a loopback one, of each name there. */
  Map<String, String> elsewhere() {
    Map<String, String> addresses = new HashMap<>();
    boolean inside = false;
    for (String line : lines) {
      inside =
          (inside || line.equals("# BEGIN Cairn " + BLOCK)) && !line.equals("# END Cairn " + BLOCK);
      if (!inside && !isLoopback(line)) {
        for (String name : names(line)) {
          addresses.putIfAbsent(name, fields(line).getFirst());
        }
      }
    }
    return addresses;
  }

  private static String without(String line, NodeName self) {
    List<String> names = names(line);
    List<String> others =
        names.stream().filter(name -> !name.equals(self.text()) && !isLong(name, self)).toList();
    if (others.size() == names.size()) {
      return line;
    }
    return others.isEmpty()
        ? "# taken out by Cairn: " + line
        : fields(line).getFirst() + "\t" + String.join(" ", others);
  }

  private static boolean isLong(String name, NodeName node) {
    return name.toLowerCase(Locale.ROOT).startsWith(node.text().toLowerCase(Locale.ROOT) + ".");
  }

  private static boolean isLoopback(String line) {
    List<String> fields = fields(line);
    return !fields.isEmpty()
        && (fields.getFirst().startsWith("127.") || fields.getFirst().equals("::1"));
  }

  private static List<String> names(String line) {
    List<String> fields = fields(line);
    return fields.isEmpty() ? List.of() : fields.subList(1, fields.size());
  }

  private static List<String> fields(String line) {
    int comment = line.indexOf('#');
    String text = (comment < 0 ? line : line.substring(0, comment)).strip();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+"));
  }
}
