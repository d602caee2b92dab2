package io.cairn.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A cluster file as it is drawn and changed: what stands in it and how much room there is, all in
 * MiB. What a node really has of it, only the product knows; here every sum is on the safe side.
 *
 * @param nodes one or two
 * @param disks of each node, by serial
 * @param parts the layers, the lower before the upper
 */
record Sketch(List<String> nodes, Map<String, Integer> disks, Map<String, Part> parts) {
  private static final String BY_ID = "/dev/disk/by-id/virtio-";

  /** More than what labels, metadata and whole extents take of a device of a group. */
  private static final int GROUP_LOSS = 12;

  /** More than what a pool of at most 1 GiB takes for its metadata, and for the spare of these. */
  private static final int POOL_EXTRA = 24;

  Sketch {
    nodes = List.copyOf(nodes);
    disks = new LinkedHashMap<>(disks);
    parts = new LinkedHashMap<>(parts);
  }

  /**
   * A layer.
   *
   * @param over what it lies over: disks by their serial, layers by their name
   * @param size 0 where it has none of its own
   * @param more its other keys: {@code on} names a device, {@code cache} a device and a mode
   */
  record Part(String type, List<String> over, int size, Map<String, String> more) {
    Part {
      over = List.copyOf(over);
      more = new LinkedHashMap<>(more);
    }

    Part(String type, List<String> over, int size) {
      this(type, over, size, Map.of());
    }

    Part withSize(int other) {
      return new Part(type, over, other, more);
    }

    Part with(String key, String value) {
      Map<String, String> now = new LinkedHashMap<>(more);
      now.put(key, value);
      return new Part(type, over, size, now);
    }

    Part without(String key) {
      Map<String, String> now = new LinkedHashMap<>(more);
      now.remove(key);
      return new Part(type, over, size, now);
    }

    Part over(List<String> others) {
      return new Part(type, others, size, more);
    }

    boolean isA(String... types) {
      return List.of(types).contains(type);
    }

    /** How much a volume's cache takes of its group. */
    int cache() {
      return more.containsKey("cache") ? CACHE + POOL_EXTRA : 0;
    }
  }

  /** How large every cache is. */
  static final int CACHE = 32;

  static Sketch empty(List<String> nodes) {
    return new Sketch(nodes, Map.of(), Map.of());
  }

  /** Where a file system is mounted. */
  static String mount(String fileSystem) {
    return "/srv/" + fileSystem;
  }

  Part part(String name) {
    return Optional.ofNullable(parts.get(name)).orElseThrow();
  }

  Sketch withDisk(String serial, int size) {
    Map<String, Integer> now = new LinkedHashMap<>(disks);
    now.put(serial, size);
    return new Sketch(nodes, now, parts);
  }

  Sketch with(String name, Part part) {
    Map<String, Part> now = new LinkedHashMap<>(parts);
    now.put(name, part);
    return new Sketch(nodes, disks, now);
  }

  Sketch changed(String name, UnaryOperator<Part> change) {
    return with(name, change.apply(part(name)));
  }

  /** Without that layer and all over it. */
  Sketch without(String name) {
    List<String> going = upFrom(name);
    Map<String, Part> now = new LinkedHashMap<>(parts);
    now.keySet().removeAll(going);
    return new Sketch(nodes, disks, now);
  }

  /** It and everything over it, the lower before the upper. */
  List<String> upFrom(String name) {
    List<String> all = new ArrayList<>(List.of(name));
    parts.forEach(
        (upper, part) -> {
          if (part.over().stream().anyMatch(all::contains)) {
            all.add(upper);
          }
        });
    return all;
  }

  List<String> named(String... types) {
    return parts.keySet().stream().filter(name -> part(name).isA(types)).toList();
  }

  List<String> over(String name) {
    return parts.keySet().stream().filter(upper -> part(upper).over().contains(name)).toList();
  }

  /** Whether what is there of it is on one node at a time. */
  boolean isReplicated(String name) {
    return parts.containsKey(name)
        && (part(name).isA("drbd") || part(name).over().stream().anyMatch(this::isReplicated));
  }

  /** What can be relied on of a device. */
  int capacity(String name) {
    Integer disk = disks.get(name);
    if (disk != null) {
      return disk;
    }
    Part part = part(name);
    return switch (part.type()) {
      case "raid1" -> part.over().stream().mapToInt(this::capacity).min().orElseThrow() - 4;
      case "drbd" -> capacity(part.over().getFirst()) - 4;
      case "vg" -> part.over().stream().mapToInt(over -> capacity(over) - GROUP_LOSS).sum();
      default -> part.size();
    };
  }

  /** What a group has left for one more volume, on its first device. */
  int left(String group) {
    Part vg = part(group);
    int first = capacity(vg.over().getFirst()) - GROUP_LOSS;
    int used =
        over(group).stream()
            .map(this::part)
            .mapToInt(part -> part.size() + (part.isA("thinpool") ? 2 * POOL_EXTRA : 0))
            .sum();
    return first - used;
  }

  /** The text of the file. */
  String text() {
    StringBuilder text = new StringBuilder("cluster: drawn\n\nnodes:\n");
    for (int i = 0; i < nodes.size(); i++) {
      text.append(
          "  %s: { ssh: root@10.1.0.%d, address: 10.0.254.%d }\n"
              .formatted(nodes.get(i), 5 + i, 1 + i));
    }
    text.append(
        """

        networks:
          replication: { subnet: 10.0.254.0/30, interface: eth1 }
          lan: { subnet: 10.1.0.0/24, interface: eth0 }

        layers:
        """);
    parts.forEach((name, part) -> text.append(line(name, part)));
    text.append("\nlab:\n  disks: { ");
    text.append(
        disks.entrySet().stream()
            .map(disk -> disk.getKey() + ": " + disk.getValue() + "M")
            .collect(Collectors.joining(", ")));
    return text.append(" }\n").toString();
  }

  private String path(String device) {
    return disks.containsKey(device) ? BY_ID + device : device;
  }

  private String written(String key, String value) {
    return switch (key) {
      case "on" -> path(value);
      case "cache" -> {
        String[] onAndMode = value.split(" ");
        yield "{ on: %s, size: %dM, mode: %s }".formatted(path(onAndMode[0]), CACHE, onAndMode[1]);
      }
      default -> value;
    };
  }

  private String line(String name, Part part) {
    List<String> keys = new ArrayList<>(List.of("type: " + part.type()));
    List<String> over = part.over().stream().map(this::path).toList();
    keys.add("over: " + (over.size() == 1 ? over.getFirst() : over));
    if (part.size() > 0) {
      keys.add("size: " + part.size() + "M");
    }
    part.more().forEach((key, value) -> keys.add(key + ": " + written(key, value)));
    return "  %s: { %s }\n".formatted(name, String.join(", ", keys));
  }
}
