package io.cairn.engine.filesystem;

import io.cairn.engine.Blanking;
import io.cairn.engine.BlockDevices;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Mounts;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with file systems and mounts. */
final class FileSystemRules {
  private FileSystemRules() {}

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
    found
        .flatMap(it -> used(layer, node, it, facts))
        .or(
            () ->
                facts
                    .content(device)
                    .flatMap(content -> foreign(layer, node, device, content, facts)))
        .ifPresent(findings::add);
    mount
        .filter(m -> found.isEmpty() || !found.equals(facts.source(m)))
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
        Finding.error("FS-06", "File system mounted on two nodes")
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
    return Finding.error("FS-01", "Disk not there")
        .at(node + ": " + device)
        .saw("no such device", "the disk below " + layer.name())
        .because(
            "The file system is made on it.",
            "Compare with what " + node + " has:\n  ls -l /dev/disk/by-id/");
  }

  private static Optional<Finding> foreign(
      Layer.FileSystem layer,
      NodeName node,
      DevicePath device,
      Content content,
      FileSystemFacts facts) {
    String seen =
        switch (content) {
          case Content.Blank _ when FileSystemCommands.begun(layer).isOn(device, facts.node()) ->
              "";
          case Content.Blank _ -> Blanking.seen(facts.node(), device).orElse("");
          case Content.Unknown _ -> "";
          case Content.Ambiguous _ -> "several signatures that contradict each other";
          case Content.Holds holds -> isOurs(holds, layer) ? "" : holds.inWords();
          case Content.Unfinished(var of) ->
              isOurs(of, layer) ? "" : "an unfinished " + of.inWords();
        };
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("FS-02", "Device holds something else")
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
                "If it is the right device and nothing on it is needed any more, on "
                    + node
                    + ":\n  wipefs --all "
                    + over(device, facts).stream()
                        .map(d -> d.path() + " ")
                        .collect(Collectors.joining())
                    + device
                    + "\n  "
                    + Blanking.advice(device)));
  }

  private static List<Device> over(DevicePath device, FileSystemFacts facts) {
    return facts.node().blocks().at(device).map(facts.node().blocks()::over).orElse(List.of());
  }

  private static Optional<Finding> used(
      Layer.FileSystem layer, NodeName node, Device found, FileSystemFacts facts) {
    List<String> users = new ArrayList<>();
    found.mountPoints().stream().filter("[SWAP]"::equals).forEach(_ -> users.add("used as swap"));
    BlockDevices blocks = facts.node().blocks();
    blocks.over(found).forEach(upper -> users.addAll(blocks.usersBy(upper)));
    if (facts.contents().get(found.path()) instanceof Content.Blank) {
      // a program that writes to its own file system's device, as resize2fs, is none of ours
      users.addAll(facts.node().writers(found));
    }
    facts.node().mounts().all().stream()
        .filter(m -> facts.source(m).filter(found::equals).isPresent())
        .filter(m -> !m.target().equals(layer.mount()))
        // a container's or a person's view of a part of it is no other use
        .filter(m -> !m.target().startsWith(layer.mount() + "/"))
        .forEach(m -> users.add("mounted at " + m.target()));
    if (users.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("FS-03", "Device in use")
            .at(node + ": " + found.path())
            .saw(String.join(", ", users), "used by " + layer.name() + " alone")
            .because(
                "Two users of one device destroy each other's data.",
                "Name another device in the cluster file, or release this one. To see what lies on"
                    + " it, on "
                    + node
                    + ":\n  lsblk --fs "
                    + found.path()));
  }

  private static Finding wrongSource(
      Layer.FileSystem layer, NodeName node, DevicePath device, Mounts.Mount mount) {
    return Finding.error("FS-04", "Mounted from a wrong device")
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
        Finding.error("FS-05", "Mount point is not an empty directory")
            .at(node + ": " + layer.mount())
            .saw(seen, "an empty directory while nothing is mounted there")
            .because(
                "The mount would hide what is there; it may have been written while the file"
                    + " system was not mounted.",
                "Look at it, and move it away:\nls -la " + layer.mount()));
  }
}
