package io.cairn.engine.filesystem;

import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Mounts;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with file systems and mounts. */
final class FileSystemRules {
  private static final Set<String> SYSTEM_PATHS =
      Set.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/var",
          "/var/lib",
          "/mnt",
          "/opt",
          "/media");

  private FileSystemRules() {}

  /** What the cluster file alone shows. */
  static List<Finding> of(Cluster cluster) {
    List<Finding> findings = new ArrayList<>();
    List<Layer.FileSystem> all = FileSystemProbes.all(cluster);
    for (Layer.FileSystem layer : all) {
      if (SYSTEM_PATHS.contains(layer.mount())) {
        findings.add(
            Finding.error("FS-01", "Mount point belongs to the system")
                .at(layer.name().text())
                .saw(layer.name() + " mounts at " + layer.mount(), "a directory of its own")
                .because(
                    "What lies there now would be hidden.",
                    "Choose another one, as in mount: /srv/" + layer.name()));
      }
      all.stream()
          .filter(other -> !other.equals(layer) && meet(cluster, layer, other))
          .filter(other -> (layer.mount() + "/").startsWith(other.mount() + "/"))
          .filter(other -> !other.mount().equals(layer.mount()) || isFirst(all, layer, other))
          .forEach(other -> findings.add(nested(layer, other)));
    }
    return findings;
  }

  private static boolean isFirst(
      List<Layer.FileSystem> all, Layer.FileSystem layer, Layer.FileSystem other) {
    return all.indexOf(layer) < all.indexOf(other);
  }

  private static boolean meet(Cluster cluster, Layer a, Layer b) {
    return !Collections.disjoint(cluster.nodesOf(a), cluster.nodesOf(b));
  }

  private static Finding nested(Layer.FileSystem layer, Layer.FileSystem other) {
    return Finding.error("FS-02", "Mount point used twice")
        .at(layer.name().text())
        .saw(
            "%s at %s, %s at %s"
                .formatted(layer.name(), layer.mount(), other.name(), other.mount()),
            "mount points that do not lie in each other")
        .because(
            "One would hide the other, depending on which is mounted last.",
            "Choose another mount point for one of them.");
  }

  /** What an observed node shows. */
  static List<Finding> of(
      Layer.FileSystem layer, NodeName node, Context context, FileSystemFacts facts) {
    List<Finding> findings = new ArrayList<>();
    DevicePath device = context.deviceBelow(layer, node);
    Optional<Device> found = facts.node().blocks().at(device);
    Optional<Mounts.Mount> mount = facts.node().mounts().at(layer.mount());
    if (found.isEmpty() && context.cluster().below(layer, node) instanceof Below.OnDisk) {
      findings.add(missing(layer, node, device));
    }
    facts
        .content(device)
        .flatMap(content -> foreign(layer, node, device, content))
        .ifPresent(findings::add);
    found.flatMap(it -> used(layer, node, it, facts)).ifPresent(findings::add);
    mount
        .filter(m -> found.filter(d -> d.path().equals(m.source())).isEmpty())
        .ifPresent(m -> findings.add(wrongSource(layer, node, device, m)));
    point(layer, node, facts.point(layer.name())).ifPresent(findings::add);
    return findings;
  }

  /** Mounted on more than one node, although it moves between them. */
  static Optional<Finding> twice(Layer.FileSystem layer, Context context) {
    List<NodeName> nodes =
        context.cluster().nodesOf(layer).stream()
            .filter(
                node ->
                    context
                        .facts(node)
                        .filter(f -> f.mounts().at(layer.mount()).isPresent())
                        .isPresent())
            .toList();
    if (nodes.size() < 2 || context.cluster().replicatedBase(layer).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("FS-08", "File system mounted on two nodes")
            .at(layer.name().text())
            .saw(layer.mount() + " is mounted on " + nodes, "on one node")
            .because(
                layer.format().word()
                    + " is no cluster file system: two nodes that write to it destroy it.",
                "Unmount it at once on the node that is not primary."));
  }

  /** Whether it is the file system that this layer would make. */
  static boolean isOurs(Content.Holds holds, Layer.FileSystem layer) {
    return holds.type().equals(layer.format().word())
        && holds.label().equals(Optional.of(Label.of(layer)));
  }

  private static Finding missing(Layer.FileSystem layer, NodeName node, DevicePath device) {
    return Finding.error("FS-03", "Disk not there")
        .at(node + ": " + device)
        .saw("no such device", "the disk below " + layer.name())
        .because(
            "The file system is made on it.",
            "Compare with what the node has:\nls -l /dev/disk/by-id/");
  }

  private static Optional<Finding> foreign(
      Layer.FileSystem layer, NodeName node, DevicePath device, Content content) {
    String seen =
        switch (content) {
          case Content.Blank _, Content.Unknown _ -> "";
          case Content.Ambiguous _ -> "several signatures that contradict each other";
          case Content.Holds holds -> isOurs(holds, layer) ? "" : holds.inWords();
        };
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("FS-04", "Device holds something else")
            .at(node + ": " + device)
            .saw(
                seen,
                "a blank device, or %s labelled %s"
                    .formatted(layer.format().word(), Label.of(layer)))
            .because(
                "Making "
                    + layer.name()
                    + " would destroy it, and Cairn destroys nothing that it"
                    + " did not make.",
                "If the disk is the right one and nothing on it is needed:\nwipefs --all "
                    + device));
  }

  private static Optional<Finding> used(
      Layer.FileSystem layer, NodeName node, Device found, FileSystemFacts facts) {
    List<String> users = new ArrayList<>();
    facts.node().blocks().over(found).forEach(upper -> users.add(upper.path()));
    facts.node().mounts().all().stream()
        .filter(m -> m.source().equals(found.path()) && !m.target().equals(layer.mount()))
        // a container's or a person's view of a part of it is no other use
        .filter(m -> !m.target().startsWith(layer.mount() + "/"))
        .forEach(m -> users.add("mounted at " + m.target()));
    if (users.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("FS-05", "Device in use")
            .at(node + ": " + found.path())
            .saw(String.join(", ", users), "used by " + layer.name() + " alone")
            .because("Two users of one device destroy each other's data.", "Release it first."));
  }

  private static Finding wrongSource(
      Layer.FileSystem layer, NodeName node, DevicePath device, Mounts.Mount mount) {
    return Finding.error("FS-06", "Mounted from a wrong device")
        .at(node + ": " + layer.mount())
        .saw(mount.source() + " (" + mount.type() + ")", device.text())
        .because(
            "What is written there does not reach the replicated device.",
            "Stop what uses it, then:\numount " + layer.mount());
  }

  private static Optional<Finding> point(Layer.FileSystem layer, NodeName node, MountPoint point) {
    String seen =
        switch (point) {
          case MountPoint.Mounted _, MountPoint.Absent _ -> "";
          case MountPoint.Directory(_, var entries) when entries.isEmpty() -> "";
          case MountPoint.Directory(_, var entries) -> "it holds " + String.join(", ", entries);
          case MountPoint.Unknown(var why) -> why;
        };
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("FS-07", "Mount point is not an empty directory")
            .at(node + ": " + layer.mount())
            .saw(seen, "an empty directory while nothing is mounted there")
            .because(
                "The mount would hide what is there; it may have been written while the file"
                    + " system was not mounted.",
                "Look at it, and move it away:\nls -la " + layer.mount()));
  }
}
