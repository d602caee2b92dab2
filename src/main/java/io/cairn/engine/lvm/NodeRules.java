package io.cairn.engine.lvm;

import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Finding;
import io.cairn.engine.ManagedFile;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with a node's LVM as a whole: what it complains of, and what it looks at. */
record NodeRules(NodeName node, DeviceView view, LvmFacts facts) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (facts.isNotInstalled()) {
      return findings;
    }
    facts.unknown().map(this::unknown).ifPresent(findings::add);
    facts.complaints().stream().flatMap(c -> complaint(c).stream()).forEach(findings::add);
    if (facts.hasDevicesFile()) {
      findings.add(devicesFile());
    }
    facts.settings().found().ifPresent(settings -> findings.addAll(filters(settings)));
    return List.copyOf(findings);
  }

  private Finding unknown(String why) {
    return Finding.error("LVM-01", "LVM does not answer")
        .at(node.text())
        .saw(why, "an answer of pvs, vgs, lvs and lvmconfig")
        .because(
            "What cannot be seen could be destroyed.", "See what it says, on " + node + ":\n  pvs");
  }

  private Optional<Finding> complaint(Complaint complaint) {
    return switch (complaint) {
      case Complaint.Duplicate(var text, _) ->
          Optional.of(
              Finding.error("LVM-02", "Physical volume seen twice")
                  .at(node.text())
                  .saw(text, "each physical volume on one device")
                  .because(
                      "LVM could write below what replicates or caches the data.",
                      "Find out which device is the right one, and hide the other from LVM:\n"
                          + "  pvs --all --options pv_name,pv_uuid,vg_name,pv_duplicate"));
      // LVM says it once more, with the group
      case Complaint.MissingDevice(_, var group) when group.isEmpty() -> Optional.empty();
      case Complaint.MissingDevice(var text, var group) ->
          Optional.of(
              missing(group.orElseThrow())
                  .at(node.text())
                  .saw(text, "all devices of the group")
                  .because(
                      "Volumes that lie on it cannot be used as a whole.",
                      "Bring the device back; see which one it is:\n"
                          + "  pvs --options pv_name,pv_uuid,vg_name,pv_missing"
                          + (isDeclared(group.get())
                              ? "\nWhere it was the SSD of caches, see whether it can go without loss:\n"
                                  + "  cairn replace "
                                  + node
                                  + " "
                                  + group.get()
                                  + " --dry-run"
                              : "")));
      case Complaint.Mismatch(var text) ->
          Optional.of(
              Finding.error("LVM-04", "Volume runs on another device than LVM would take")
                  .at(node.text())
                  .saw(text, "the device that the filter shows")
                  .because(
                      "It was activated while LVM saw another device with the same data.",
                      "Deactivate the group and activate it again."));
      // a secondary's device cannot be opened; there is nothing behind it that LVM should read
      case Complaint.Unreadable(_, var device) when isHeldBack(device) -> Optional.empty();
      case Complaint.Unreadable(var text, _) -> Optional.of(other(text));
      // what is Cairn's is mended by the plan
      case Complaint.Uneven(_, var group) when group.isEmpty() || isDeclared(group.get()) ->
          Optional.empty();
      case Complaint.Uneven(var text, _) -> Optional.of(other(text));
      case Complaint.Other(var text) -> Optional.of(other(text));
    };
  }

  /** A group of somebody else is theirs to mend, and in nobody's way here. */
  private Finding missing(String group) {
    String title = "Device of a volume group missing";
    return isDeclared(group) ? Finding.error("LVM-03", title) : Finding.warning("LVM-03", title);
  }

  private boolean isHeldBack(String device) {
    return device.startsWith("/dev/drbd");
  }

  private Finding other(String text) {
    return Finding.warning("LVM-05", "LVM complains")
        .at(node.text())
        .saw(text, "an answer without a warning")
        .because("LVM warns of what can become dangerous, and goes on.", "See lvm(8).");
  }

  private Finding devicesFile() {
    return Finding.error("LVM-06", "LVM uses a devices file")
        .at(node.text())
        .saw("/etc/lvm/devices/system.devices, and use_devicesfile = 1", "a filter")
        .because(
            "With it LVM ignores every filter, and DRBD devices have no name in it that lasts.",
            "Take it out of use, after a look at what it names:\n"
                + "  mv /etc/lvm/devices/system.devices /etc/lvm/devices/system.devices.old");
  }

  private List<Finding> filters(Settings settings) {
    List<Finding> findings = new ArrayList<>();
    Optional<DeviceFilter> own = settings.filter("filter");
    if (own.isEmpty()) {
      findings.add(unreadable("filter", settings));
      return findings;
    }
    if (isSomebodyElses(settings)) {
      findings.add(otherFilter(settings));
    }
    findings.addAll(seen(own.get()));
    return findings;
  }

  private Finding unreadable(String name, Settings settings) {
    return Finding.error("LVM-08", "Filter that LVM refuses")
        .at(node.text())
        .saw(name + " = " + String.join(", ", settings.patterns(name)), "patterns as a|^/dev/sda$|")
        .because("LVM does not start with it.", "Correct it in /etc/lvm/lvm.conf.");
  }

  private boolean isSomebodyElses(Settings settings) {
    List<String> patterns = settings.patterns("global_filter");
    boolean isDefault = patterns.isEmpty() || patterns.equals(List.of("a|.*|"));
    return !isDefault && !patterns.equals(block());
  }

  /** The patterns of the block that Cairn has written there, today's or those of an older file. */
  private List<String> block() {
    return facts
        .node()
        .file(LvmPaths.LOCAL)
        .found()
        .map(
            text -> {
              var block = new ManagedFile.Content.Block(LvmConfig.BLOCK, "");
              int from = text.indexOf(block.begin());
              int to = text.indexOf(block.end());
              return from < 0 || to < from
                  ? List.<String>of()
                  : text.substring(from, to)
                      .lines()
                      .map(String::strip)
                      .filter(line -> line.startsWith("\""))
                      .map(line -> line.replaceAll("^\"|\",?$", ""))
                      .toList();
            })
        .orElse(List.of());
  }

  private Finding otherFilter(Settings settings) {
    return Finding.error("LVM-07", "Filter of somebody else")
        .at(node + ": global_filter")
        .saw(String.join(", ", settings.patterns("global_filter")), "none, or Cairn's")
        .because(
            "Cairn writes global_filter in lvmlocal.conf, and would overrule it.",
            "Move it to 'filter' in /etc/lvm/lvm.conf: a device has to pass both.");
  }

  /** Evaluates Cairn's filter together with the administrator's over all that is there. */
  private List<Finding> seen(DeviceFilter own) {
    DeviceFilter ours = view.filter();
    Set<Device> members = devices(view.physicalVolumes());
    Set<Device> hidden = devices(view.hidden());
    List<Finding> findings = new ArrayList<>();
    for (Device device : facts.node().blocks().devices()) {
      Set<String> paths = facts.node().blocks().paths(device);
      boolean accepted = ours.accepts(paths) && own.accepts(paths);
      if (members.contains(device) && !accepted) {
        findings.add(notSeen(device, own));
      } else if (accepted && (hidden.contains(device) || isVolumeOfOthers(device, members))) {
        findings.add(seenBelow(device));
      }
    }
    facts.physicalVolumes().found().stream()
        .flatMap(List::stream)
        .flatMap(pv -> lost(pv, ours).stream())
        .forEach(findings::add);
    return findings;
  }

  private Set<Device> devices(List<DevicePath> paths) {
    return paths.stream()
        .flatMap(path -> facts.node().blocks().at(path).stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private boolean isVolumeOfOthers(Device device, Set<Device> members) {
    return view.nesting() == DeviceView.Nesting.NESTED
        && device.type().equals("lvm")
        && !members.contains(device)
        // parts of volumes have no link that tells so, and LVM knows them by their names
        && facts.node().blocks().paths(device).stream()
            .anyMatch(path -> path.startsWith("/dev/disk/by-id/dm-uuid-LVM-"));
  }

  private Finding notSeen(Device device, DeviceFilter own) {
    return Finding.error("LVM-09", "Filter hides a physical volume")
        .at(node + ": " + device.path())
        .saw("filter = " + String.join(", ", own.texts()), "a filter that accepts it")
        .because("LVM would not find its group.", "Accept it in 'filter' of /etc/lvm/lvm.conf.");
  }

  private Finding seenBelow(Device device) {
    return Finding.error("LVM-10", "Filter shows a device below another")
        .at(node + ": " + device.path())
        .saw("LVM would look at it", "hidden")
        .because(
            "It shows the same physical volume as what lies over it.",
            "This is a bug in Cairn: please report it with the answers of 'cairn survey'.");
  }

  /** A physical volume of somebody else that LVM sees today, and would not any more. */
  private Optional<Finding> lost(PhysicalVolume pv, DeviceFilter ours) {
    if (!DevicePath.isValid(pv.path())
        || (pv.group().isPresent() && isDeclared(pv.group().get()))) {
      return Optional.empty();
    }
    return facts
        .node()
        .blocks()
        .at(new DevicePath(pv.path()))
        .filter(device -> !ours.accepts(facts.node().blocks().paths(device)))
        .filter(device -> !devices(view.hidden()).contains(device))
        .map(
            device ->
                Finding.error("LVM-11", "Group of somebody else would be hidden")
                    .at(node + ": " + device.path())
                    .saw("a physical volume of " + pv.group().orElse("no group"), "none there")
                    .because(
                        "It lies on a volume; where LVM has to look at volumes for a group of"
                            + " the file, Cairn shows it those of the file only.",
                        "Declare the group, or move it off that volume."));
  }

  private boolean isDeclared(String group) {
    return view.groups().stream().anyMatch(layer -> layer.name().text().equals(group));
  }
}
