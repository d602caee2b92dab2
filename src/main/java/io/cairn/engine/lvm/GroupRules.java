package io.cairn.engine.lvm;

import io.cairn.engine.Blanking;
import io.cairn.engine.BlockDevices;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with one group and its volumes on one node. */
record GroupRules(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {
  /** Whether the group may be worked on: it is Cairn's, or it is not there and can be made. */
  static boolean allowsWork(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {
    return new GroupRules(layers, node, context, facts)
        .forGroup().stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
  }

  /** Everything. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(forGroup());
    for (Layer layer : layers.all()) {
      findings.addAll(new VolumeRules(layer, layers, node, context, facts).findings());
    }
    return List.copyOf(findings);
  }

  /** What concerns the group as a whole. */
  List<Finding> forGroup() {
    List<Finding> findings = new ArrayList<>();
    if (facts.unknown().isPresent()) {
      return findings;
    }
    Optional<Group> group = facts.group(layers.name());
    if (group.isPresent()) {
      foreign(group.get()).ifPresent(findings::add);
      findings.addAll(
          Extension.of(layers, node, context, facts)
              .map(this::extension)
              .orElseGet(() -> elsewhere().stream().toList()));
      autoactivation(group.get()).ifPresent(findings::add);
      extents(group.get()).ifPresent(findings::add);
    } else if (context.activeOn(layers.group()).contains(node)) {
      missingDisks().forEach(disk -> findings.add(notThere(disk)));
      devices().forEach(device -> occupied(device).ifPresent(findings::add));
    }
    // what is missing has to be settled first, and counts for nothing meanwhile
    if (findings.isEmpty() && group.filter(g -> g.missing() > 0).isEmpty()) {
      Room.of(layers, node, context, facts).flatMap(this::tooLittle).ifPresent(findings::add);
    }
    return findings;
  }

  private List<DevicePath> devices() {
    return context.devicesBelow(layers.group(), node);
  }

  private String tag() {
    return LvmCommands.tag(context.cluster().name());
  }

  private Optional<Finding> foreign(Group group) {
    if (group.tags().contains(tag())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("LVM-12", "Volume group not made by Cairn")
            .at(node + ": " + layers.name())
            .saw(
                "a group of that name "
                    + (group.tags().isEmpty()
                        ? "without a tag"
                        : "with the tags " + String.join(", ", group.tags())),
                "none, or one with the tag " + tag())
            .because(
                "Cairn changes nothing that it did not make.",
                "Name another group in the cluster file. To have Cairn make volumes in this one:\n"
                    + "  vgchange --addtag "
                    + tag()
                    + " "
                    + layers.name()));
  }

  private Optional<Finding> elsewhere() {
    List<PhysicalVolume> members = facts.members(layers.name());
    List<String> others =
        members.stream()
            .filter(pv -> pv.presence() != PhysicalVolume.Presence.MISSING)
            .filter(pv -> devices().stream().noneMatch(d -> Capacity.isAt(pv, d, facts.node())))
            .map(PhysicalVolume::path)
            .toList();
    List<DevicePath> without =
        devices().stream()
            .filter(d -> members.stream().noneMatch(pv -> Capacity.isAt(pv, d, facts.node())))
            .toList();
    boolean isOneMissing =
        members.stream().anyMatch(pv -> pv.presence() == PhysicalVolume.Presence.MISSING);
    // one that is not found may be the one that is not there, and that is told by itself
    if (others.isEmpty() && (without.isEmpty() || isOneMissing)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("LVM-13", "Volume group on other devices than declared")
            .at(node + ": " + layers.name())
            .saw(
                members.stream().map(PhysicalVolume::path).collect(Collectors.joining(", ")),
                devices().stream().map(DevicePath::text).collect(Collectors.joining(", ")))
            .because(
                "Cairn does not move a group between devices yet.",
                "Declare the devices that it lies on."));
  }

  private List<Finding> extension(Extension more) {
    List<Finding> findings = new ArrayList<>();
    for (Below.Ground ground : more.grounds()) {
      boolean isMissing =
          ground instanceof Below.OnDisk(var path) && facts.node().blocks().at(path).isEmpty();
      DevicePath device = context.device(ground, node);
      (isMissing ? Optional.of(notThere(device)) : occupied(device)).ifPresent(findings::add);
    }
    return findings;
  }

  private Optional<Finding> autoactivation(Group group) {
    if (!layers.isReplicated() || group.activation() == Group.Activation.WHEN_TOLD) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("LVM-14", "Replicated group activates by itself")
            .at(node + ": " + layers.name())
            .saw("autoactivation enabled", "off: its unit activates it where it is primary")
            .because(
                "LVM could activate it from the disk below DRBD.",
                "vgchange --setautoactivation n " + layers.name()));
  }

  /** The disks that the file names and the node does not have. */
  private List<DevicePath> missingDisks() {
    return context.cluster().allBelow(layers.group(), node).stream()
        .flatMap(ground -> ground instanceof Below.OnDisk(var path) ? Stream.of(path) : Stream.of())
        .filter(path -> facts.node().blocks().at(path).isEmpty())
        .toList();
  }

  private Finding notThere(DevicePath disk) {
    return Finding.error("LVM-29", "Disk not there")
        .at(node + ": " + disk)
        .saw("no such device", "a disk of " + layers.name())
        .because(
            "The group is made on it.",
            "Compare with what " + node + " has:\n  ls -l /dev/disk/by-id/");
  }

  private Optional<Finding> extents(Group group) {
    return group.extent().equals(Extents.SIZE)
        ? Optional.empty()
        : Optional.of(
            Finding.error("LVM-28", "Volume group with extents of another size")
                .at(node + ": " + layers.name())
                .saw("extents of " + group.extent(), "extents of " + Extents.SIZE)
                .because(
                    "Every size is computed in extents, and would come out otherwise.",
                    "vgchange --physicalextentsize 4M " + layers.name()));
  }

  /** Something else is on the device, or uses it: nothing is said about wiping what is in use. */
  private Optional<Finding> occupied(DevicePath path) {
    BlockDevices blocks = facts.node().blocks();
    Optional<Device> found = blocks.at(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Device device = found.get();
    List<String> users = new ArrayList<>(blocks.users(device));
    users.addAll(facts.node().writers(device));
    if (!users.isEmpty()) {
      return Optional.of(
          Finding.error("LVM-15", "Device is in use")
              .at(node + ": " + path)
              .saw(device.path() + ": " + String.join(", ", users), "a blank device")
              .because(
                  "What uses it would lose its data.",
                  "Name another device in the cluster file. To see what lies on this one, on "
                      + node
                      + ":\n  lsblk --fs "
                      + path));
    }
    List<String> seen = new ArrayList<>();
    device.partitionTable().ifPresent(table -> seen.add("a partition table (" + table + ")"));
    device
        .signature()
        .ifPresentOrElse(
            type -> {
              if (!isBegun(path, type)) {
                seen.add(type);
              }
            },
            () ->
                Blanking.seen(facts.node(), path)
                    .filter(_ -> !LvmPaths.started(layers.name()).isOn(path, facts.node()))
                    .ifPresent(seen::add));
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("LVM-16", "Device holds something else")
            .at(node + ": " + path)
            .saw(device.path() + ": " + String.join(", ", seen), "a blank device")
            .because(
                "Cairn destroys nothing that it did not make.",
                "If it is the right device and nothing on it is needed any more, on "
                    + node
                    + ":\n  wipefs --all "
                    + path
                    + "\n  "
                    + Blanking.advice(path)));
  }

  /** A physical volume in no group, left by a step of Cairn's that did not come to its end. */
  private boolean isBegun(DevicePath path, String signature) {
    return signature.equals("LVM2_member")
        && LvmPaths.started(layers.name()).isOn(path, facts.node())
        && facts.physicalVolumes().found().stream()
            .flatMap(List::stream)
            .filter(pv -> Capacity.isAt(pv, path, facts.node()))
            .allMatch(pv -> pv.group().isEmpty());
  }

  private Optional<Finding> tooLittle(Room room) {
    if (room.fits()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("LVM-17", "Volumes do not fit into their group")
            .at(node + ": " + layers.name())
            .saw(
                room.missing().equals(Extents.NONE)
                    ? String.join("; ", room.crowded())
                    : room.sum() + ": " + room.missing() + " too many",
                room.missing().equals(Extents.NONE)
                    ? "on each device at most what it holds"
                    : "at most " + room.capacity().total())
            .because(
                "An extent is " + Extents.SIZE + "; every volume takes whole ones.",
                "Declare smaller sizes, or more devices."));
  }
}
