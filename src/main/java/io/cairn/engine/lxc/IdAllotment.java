package io.cairn.engine.lxc;

import io.cairn.engine.Context;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who has which user ids on a node, as subuid(5) and subgid(5) say, and the range that is root's or
 * free on all nodes.
 */
record IdAllotment(List<Entry> entries) {
  static final List<String> FILES = List.of("/etc/subuid", "/etc/subgid");

  IdAllotment {
    entries = List.copyOf(entries);
  }

  /** A line {@code owner:start:count}. */
  record Entry(String file, String owner, long start, long count) {
    boolean isRoot() {
      return owner.equals("root") || owner.equals("0");
    }

    boolean overlaps(IdRange range) {
      return start < range.start() + IdRange.COUNT && range.start() < start + count;
    }

    boolean holds(IdRange range) {
      return start <= range.start() && range.start() + IdRange.COUNT <= start + count;
    }
  }

  static IdAllotment of(NodeFacts facts) {
    List<Entry> entries = new ArrayList<>();
    for (String file : FILES) {
      facts.file(file).found().stream()
          .flatMap(String::lines)
          .map(line -> line.split(":"))
          .filter(f -> f.length == 3 && f[1].matches("\\d{1,10}") && f[2].matches("\\d{1,10}"))
          .map(f -> new Entry(file, f[0], Long.parseLong(f[1]), Long.parseLong(f[2])))
          .forEach(entries::add);
    }
    return new IdAllotment(entries);
  }

  /** Whether both files allot it to root. */
  boolean isRoots(IdRange range) {
    return FILES.stream().allMatch(file -> isRoots(range, file));
  }

  private boolean isRoots(IdRange range, String file) {
    return entries.stream()
        .anyMatch(entry -> entry.file().equals(file) && entry.isRoot() && entry.holds(range));
  }

  /** Who else has ids of that range. */
  Optional<String> otherOwner(IdRange range) {
    return entries.stream()
        .filter(entry -> !entry.isRoot() && entry.overlaps(range))
        .map(Entry::owner)
        .findFirst();
  }

  /** The line missing in that file, as a marked block. */
  static ManagedFile block(String file, IdRange range) {
    return ManagedFile.block(file, "lxc", range.line());
  }

  /** The files in which the range is not root's yet. */
  List<String> missing(IdRange range) {
    return FILES.stream().filter(file -> !isRoots(range, file)).toList();
  }

  /**
   * The range of all unprivileged containers: the one in which containers are already, whoever has
   * it on a node that came later; else the lowest that some node has given to root, else the
   * lowest, that is nobody else's on any node that answers.
   */
  static IdRange choose(Context context) {
    Optional<IdRange> used = inUse(context).stream().findFirst();
    if (used.isPresent()) {
      return used.get();
    }
    Set<IdRange> candidates = new LinkedHashSet<>();
    List<IdAllotment> nodes = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context.facts(node).map(IdAllotment::of).ifPresent(nodes::add);
    }
    nodes.stream()
        .flatMap(node -> node.entries().stream())
        .filter(entry -> entry.isRoot() && entry.count() >= IdRange.COUNT)
        .map(entry -> new IdRange(entry.start()))
        .forEach(candidates::add);
    IdRange range = IdRange.FIRST;
    for (int i = 0; i < 1000; i++) {
      candidates.add(range);
      range = range.next();
    }
    return candidates.stream()
        .filter(candidate -> nodes.stream().allMatch(n -> n.otherOwner(candidate).isEmpty()))
        .findFirst()
        .orElse(IdRange.FIRST);
  }

  private static Set<IdRange> inUse(Context context) {
    Set<IdRange> used = new LinkedHashSet<>();
    for (Layer.Lxc layer : LxcProbes.all(context.cluster())) {
      for (NodeName node : context.cluster().nodesOf(layer)) {
        context
            .facts(node)
            .flatMap(facts -> ContainerConfig.idRange(facts, layer, context.cluster()))
            .ifPresent(used::add);
      }
    }
    return used;
  }
}
