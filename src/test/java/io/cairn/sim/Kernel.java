package io.cairn.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that a server forgets when it loses power. */
final class Kernel {
  final String bootId;
  final Map<String, String> modules = new TreeMap<>();
  final List<Mount> mounts = new ArrayList<>();
  final Map<String, Replica> replicas = new LinkedHashMap<>();
  final Map<String, Systemd.State> units = new HashMap<>();
  final Map<String, UnitFile> loaded = new HashMap<>();
  final Map<String, MdArray> arrays = new LinkedHashMap<>();
  final Map<String, Mapped> mapped = new LinkedHashMap<>();
  final Map<String, Loop> loops = new LinkedHashMap<>();
  final Set<String> watched = new TreeSet<>();
  final Set<String> containers = new TreeSet<>();
  final Map<String, String> addresses = new TreeMap<>();

  Kernel(String bootId) {
    this.bootId = bootId;
  }

  /** Something mounted. */
  record Mount(String target, String source, String type, List<String> options) {
    Mount {
      options = List.copyOf(options);
    }
  }

  Optional<Mount> mountAt(String target) {
    return mounts.reversed().stream().filter(mount -> mount.target().equals(target)).findFirst();
  }

  boolean isMounted(String source) {
    return mounts.stream().anyMatch(mount -> mount.source().equals(source));
  }

  /** One that has to be there. */
  Mapped mapping(String name) {
    return Optional.ofNullable(mapped.get(name))
        .orElseThrow(() -> new IllegalStateException("not active: " + name));
  }

  Optional<Replica> replica(String device) {
    return replicas.values().stream().filter(r -> r.device().equals(device)).findFirst();
  }
}
