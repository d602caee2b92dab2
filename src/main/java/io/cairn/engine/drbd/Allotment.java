package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Minor and TCP port of each declared resource, the same on its nodes (rules R09, R10).
 *
 * <p>What a resource has in its file on a node, it keeps; a new one gets the lowest number that no
 * resource on any of its nodes uses, declared or foreign.
 */
record Allotment(Map<LayerName, Slot> slots) {
  /** The port that LINBIT's guides begin with. */
  static final int FIRST_PORT = 7788;

  Allotment {
    slots = Map.copyOf(slots);
  }

  /** What one resource was given. */
  record Slot(int minor, int port) {
    String device() {
      return "/dev/drbd" + minor;
    }
  }

  /** What is in use on one node. */
  private record Taken(Set<Integer> minors, Set<Integer> ports) {
    private Taken() {
      this(new HashSet<>(), new HashSet<>());
    }

    private void add(Slot slot) {
      minors.add(slot.minor());
      ports.add(slot.port());
    }
  }

  Slot of(LayerName resource) {
    return Optional.ofNullable(slots.get(resource))
        .orElseThrow(
            () -> new IllegalStateException("This is a bug in Cairn: no minor for " + resource));
  }

  /** That of all declared resources: other engines ask for one device at a time. */
  static Allotment in(Context context) {
    return context.derived().of(Allotment.class, "", () -> of(context));
  }

  private static Allotment of(Context context) {
    Cluster cluster = context.cluster();
    Map<NodeName, Taken> taken = new HashMap<>();
    Map<NodeName, List<ResourceFile>> files = new HashMap<>();
    for (NodeName node : cluster.nodes().keySet()) {
      Optional<DrbdFacts> facts = context.facts(node).map(DrbdFacts::new);
      List<ResourceFile> found = facts.map(DrbdFacts::files).orElseGet(List::of);
      files.put(node, found);
      taken.put(node, taken(facts, found));
    }
    Map<LayerName, Slot> slots = new LinkedHashMap<>();
    List<Layer.Drbd> fresh = new ArrayList<>();
    for (Layer.Drbd resource : DrbdProbes.all(cluster)) {
      kept(resource.name(), cluster.nodesOf(resource), files)
          .ifPresentOrElse(slot -> slots.put(resource.name(), slot), () -> fresh.add(resource));
    }
    for (Layer.Drbd resource : fresh) {
      List<Taken> where =
          cluster.nodesOf(resource).stream()
              .flatMap(node -> Stream.ofNullable(taken.get(node)))
              .toList();
      Slot slot = lowest(where);
      where.forEach(node -> node.add(slot));
      slots.put(resource.name(), slot);
    }
    return new Allotment(slots);
  }

  private static Taken taken(Optional<DrbdFacts> facts, List<ResourceFile> files) {
    Taken taken = new Taken();
    files.forEach(
        file -> {
          taken.minors().addAll(file.minors());
          taken.ports().addAll(file.ports());
        });
    facts
        .flatMap(known -> known.proc().found())
        .ifPresent(proc -> proc.minors().forEach(minor -> taken.minors().add(minor.number())));
    return taken;
  }

  /** What the resource's own file says, on the first node that has one. */
  private static Optional<Slot> kept(
      LayerName resource, List<NodeName> nodes, Map<NodeName, List<ResourceFile>> files) {
    return nodes.stream()
        .flatMap(node -> files.getOrDefault(node, List.of()).stream())
        .filter(file -> file.path().equals(DrbdPaths.resource(resource)))
        .flatMap(file -> slot(file).stream())
        .findFirst();
  }

  /** The one minor and port that the file gives all its hosts; empty where they are not one. */
  static Optional<Slot> slot(ResourceFile file) {
    return file.minors().size() == 1 && file.ports().size() == 1
        ? Optional.of(new Slot(file.minors().iterator().next(), file.ports().iterator().next()))
        : Optional.empty();
  }

  private static Slot lowest(List<Taken> where) {
    int minor = 0;
    while (isIn(where.stream().map(Taken::minors).toList(), minor)) {
      minor++;
    }
    int port = FIRST_PORT;
    while (isIn(where.stream().map(Taken::ports).toList(), port)) {
      port++;
    }
    return new Slot(minor, port);
  }

  private static boolean isIn(List<Set<Integer>> taken, int number) {
    return taken.stream().anyMatch(numbers -> numbers.contains(number));
  }
}
