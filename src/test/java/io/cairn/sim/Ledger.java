package io.cairn.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was acknowledged as written must be on a good copy, whatever happens after. */
final class Ledger {
  private final List<Server> servers;
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final Set<String> forgiven = new HashSet<>();
  private final List<String> broken = new ArrayList<>();

  Ledger(List<Server> servers) {
    this.servers = servers;
  }

  /** A program was told that its write is safe. */
  void acknowledge(Content.FileSystem written) {
    if (!forgiven.contains(written.uuid())) {
      acknowledged.merge(written.uuid(), written.version(), Math::max);
    }
  }

  /** What was on that disk may go from now on: its owner said so. */
  void forgive(Disk disk) {
    Reachable.on(List.of(disk.surface())).forEach(this::forgive);
  }

  /** That file system may go from now on, wherever it is. */
  void forgive(Content.FileSystem system) {
    acknowledged.remove(system.uuid());
    forgiven.add(system.uuid());
  }

  void report(String violation) {
    if (!broken.contains(violation)) {
      broken.add(violation);
    }
  }

  List<String> broken() {
    return List.copyOf(broken);
  }

  boolean hasData() {
    return !acknowledged.isEmpty();
  }

  /** Looks at everything after that has happened. */
  void examine(String after) {
    Map<String, Long> newest = newest();
    acknowledged.forEach(
        (uuid, version) -> {
          if (newest.getOrDefault(uuid, -1L) < version) {
            report("the last good copy of acknowledged data is gone after: " + after);
          }
        });
    onlyOne("primary of ", servers, after, server -> primaries(server));
    onlyOne("running: ", servers, after, server -> List.copyOf(server.kernel().containers));
  }

  /** The newest copy of each file system that can be got at on any server. */
  private Map<String, Long> newest() {
    Map<String, Long> newest = new HashMap<>();
    if (!acknowledged.isEmpty()) {
      for (Server server : servers) {
        Reachable.on(server.disks().stream().map(Disk::surface).toList())
            .forEach(system -> newest.merge(system.uuid(), system.version(), Math::max));
      }
    }
    return newest;
  }

  private static List<String> primaries(Server server) {
    return server.kernel().replicas.values().stream()
        .filter(replica -> replica.primary)
        .map(Replica::resource)
        .toList();
  }

  private void onlyOne(
      String what,
      List<Server> all,
      String after,
      java.util.function.Function<Server, List<String>> read) {
    Map<String, String> seen = new HashMap<>();
    for (Server server : all) {
      for (String name : read.apply(server)) {
        String other = seen.put(name, server.name());
        if (other != null) {
          report("two at the same time " + what + name + " after: " + after);
        }
      }
    }
  }
}
