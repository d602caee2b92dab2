package io.cairn.engine.lvm;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one node answered about LVM.
 *
 * @param volumes without what is {@code left} of pools whose making was cut off
 */
record LvmFacts(
    NodeFacts node,
    Seen<List<PhysicalVolume>> physicalVolumes,
    Seen<List<Group>> groups,
    Seen<List<Volume>> volumes,
    List<Volume> left,
    Seen<Settings> settings,
    List<Complaint> complaints) {
  LvmFacts {
    left = List.copyOf(left);
    complaints = List.copyOf(complaints);
  }

  static LvmFacts of(NodeFacts node) {
    return node.read(LvmFacts.class, LvmFacts::reading);
  }

  private static LvmFacts reading(NodeFacts node) {
    Reply notAsked = new Reply(1, "", "the survey did not ask");
    Reply pvs = node.reply(LvmProbes.PVS).orElse(notAsked);
    Seen<List<Volume>> volumes = LvmReport.volumes(node.reply(LvmProbes.LVS).orElse(notAsked));
    return new LvmFacts(
        node,
        LvmReport.physicalVolumes(pvs),
        LvmReport.groups(node.reply(LvmProbes.VGS).orElse(notAsked)),
        volumes.map(all -> all.stream().filter(volume -> !isLeft(volume, node)).toList()),
        volumes.found().stream()
            .flatMap(List::stream)
            .filter(volume -> isLeft(volume, node))
            .toList(),
        Settings.parse(node.reply(LvmProbes.SETTINGS).orElse(notAsked)),
        Complaint.parse(
            Stream.of(LvmProbes.PVS, LvmProbes.VGS, LvmProbes.LVS, LvmProbes.SETTINGS)
                .flatMap(probe -> node.reply(probe).stream())
                // why it failed is told by itself
                .filter(Reply::ok)
                .map(Reply::err)
                .collect(Collectors.joining("\n"))));
  }

  private static boolean isLeft(Volume volume, NodeFacts node) {
    return LayerName.isValid(volume.group())
        && new Making(new LayerName(volume.group())).isLeft(volume, node);
  }

  /** What is left in that group of pools whose making was cut off. */
  List<Volume> leftOf(LayerName group) {
    return left.stream().filter(volume -> volume.group().equals(group.text())).toList();
  }

  /** LVM is not on the node yet, so there is nothing of it either. */
  boolean isNotInstalled() {
    return node.reply(LvmProbes.PVS).filter(reply -> reply.exit() == 127).isPresent();
  }

  /** Why nothing can be said of the node's LVM; empty where it answered. */
  Optional<String> unknown() {
    if (isNotInstalled()) {
      return Optional.empty();
    }
    return Stream.of(physicalVolumes, groups, volumes, settings)
        .flatMap(seen -> seen instanceof Seen.Unknown<?>(var why) ? Stream.of(why) : Stream.empty())
        .findFirst();
  }

  Optional<Group> group(LayerName name) {
    return groups.found().stream()
        .flatMap(List::stream)
        .filter(group -> group.name().equals(name.text()))
        .findFirst();
  }

  /** All volumes of the group, internal ones too. */
  List<Volume> volumes(LayerName group) {
    return volumes.found().stream()
        .flatMap(List::stream)
        .filter(volume -> volume.group().equals(group.text()))
        .toList();
  }

  Optional<Volume> volume(LayerName group, String name) {
    return volumes(group).stream().filter(volume -> volume.name().equals(name)).findFirst();
  }

  /** The physical volumes of the group. */
  List<PhysicalVolume> members(LayerName group) {
    return physicalVolumes.found().stream()
        .flatMap(List::stream)
        .filter(pv -> pv.group().equals(Optional.of(group.text())))
        .toList();
  }

  /** The devices that LVM says it looks at. */
  Set<String> visible() {
    return node.reply(LvmProbes.PVS)
        .flatMap(reply -> LvmReport.devices(reply).found())
        .orElse(Set.of());
  }

  /**
   * Whether nobody can tell on this node what is in the group: the resource below is not in use
   * here, and what cannot be read is not taken for empty.
   */
  boolean hides(GroupLayers layers, List<DevicePath> devices) {
    return layers.isReplicated()
        && group(layers.name()).isEmpty()
        && devices.stream().noneMatch(this::sees);
  }

  private boolean sees(DevicePath device) {
    return visible().stream()
        .anyMatch(
            path ->
                path.equals(device.text())
                    || (DevicePath.isValid(path)
                        && node.blocks().at(device).isPresent()
                        && node.blocks()
                            .at(new DevicePath(path))
                            .equals(node.blocks().at(device))));
  }

  /** Whether that unit is active. */
  boolean isRunning(String unit) {
    return says("unit " + unit + " active");
  }

  /** Whether the node has a devices file, which would make LVM ignore every filter. */
  boolean hasDevicesFile() {
    return says("devices file")
        && settings.found().filter(s -> s.isOn("use_devicesfile")).isPresent();
  }

  /** Whether the initramfs was made before the configuration was last written. */
  boolean hasOlderInitramfs() {
    return says("initramfs older");
  }

  private boolean says(String line) {
    return node.reply(LvmProbes.NODE).stream()
        .flatMap(reply -> reply.out().lines())
        .anyMatch(line::equals);
  }
}
