package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Mount points are the layers' own: not the system's, not each other's. */
final class MountChecks {
  /** A file system there or anywhere below would hide what the system needs (hier(7)). */
  private static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/sys",
          "/tmp",
          "/usr",
          "/var/lib/cairn",
          "/var/lib/dpkg",
          "/var/lib/lxc",
          "/var/lib/systemd",
          "/var/run");

  /** There it would hide what the system needs; below it there is room. */
  private static final List<String> SYSTEM_ITSELF =
      List.of(
          "/home",
          "/media",
          "/mnt",
          "/opt",
          "/srv",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/log",
          "/var/spool",
          "/var/tmp");

  /** Cairn writes the mount unit; with these somebody else would mount, or something else. */
  private static final List<String> MANAGED =
      List.of(
          "auto", "bind", "loop", "move", "noauto", "nofail", "owner", "rbind", "remount", "user",
          "users");

  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  MountChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  private record Mount(String layer, Value.Word path) {}

  void run() {
    List<Mount> earlier = new ArrayList<>();
    Map<String, List<Integer>> byNode = new HashMap<>();
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.FILE_SYSTEM) {
                layer.words("options").ifPresent(words -> words.all().forEach(this::option));
                layer
                    .word("mount")
                    .map(path -> new Mount(name, path))
                    .ifPresent(m -> mount(m, earlier, byNode));
              }
            });
  }

  private void mount(Mount mount, List<Mount> earlier, Map<String, List<Integer>> byNode) {
    String path = mount.path().text();
    Optional<String> system =
        SYSTEM.stream()
            .filter(dir -> path.equals(dir) || path.startsWith(dir + "/"))
            .findFirst()
            .or(() -> SYSTEM_ITSELF.stream().filter(path::equals).findFirst());
    if (system.isPresent()) {
      problems.add(
          problems
              .at(Code.SYSTEM_PATH, mount.path().at())
              .saw("'" + path + "'", "a directory of its own, as in /srv/" + mount.layer())
              .because("It would hide what the system has in " + system.get() + "."));
    }
    SortedSet<Integer> meet = new TreeSet<>();
    for (String node : Set.copyOf(stack.nodesOf(mount.layer()).orElse(List.of()))) {
      List<Integer> there = byNode.computeIfAbsent(node, _ -> new ArrayList<>());
      meet.addAll(there);
      there.add(earlier.size());
    }
    meet.forEach(other -> apart(mount, earlier.get(other)));
    earlier.add(mount);
  }

  /** Of two that are on a node together. */
  private void apart(Mount mount, Mount other) {
    String path = mount.path().text();
    String otherPath = other.path().text();
    String shown =
        "also '" + other.layer() + "' (line " + other.path().at().line() + "): " + otherPath;
    if (path.equals(otherPath)) {
      problems.add(
          problems
              .at(Code.MOUNT_TWICE, mount.path().at())
              .saw(shown, "a mount point for one layer")
              .because("One would hide the other wherever both are in use."));
    } else if (path.startsWith(otherPath + "/") || otherPath.startsWith(path + "/")) {
      problems.add(
          problems
              .at(Code.MOUNT_NESTED, mount.path().at())
              .saw(shown, "mount points beside each other")
              .because(
                  "The outer one hides the inner one when it is mounted later, and cannot go before it."));
    }
  }

  private void option(Value.Word option) {
    String name = option.text().replaceFirst("=.*", "");
    if (MANAGED.contains(name) || name.startsWith("x-systemd.")) {
      problems.add(
          problems
              .at(Code.MANAGED_OPTION, option.at())
              .saw("'" + option.text() + "'", "options of the file system, as in noatime")
              .because("When and by whom it is mounted follows from the layers."));
    }
  }
}
