package io.cairn.engine.drbd;

import io.cairn.engine.BlockDevices;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with the disks below a resource that is not built yet. */
record DiskRules(ResourceView view, Context context) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (ResourceView.OnNode on : view.seen()) {
      missing(on).ifPresent(findings::add);
      metadata(on).ifPresent(findings::add);
      if (on.known().disk().metadata() instanceof Metadata.None) {
        inUse(on).or(() -> carries(on)).ifPresent(findings::add);
      }
    }
    sizes().ifPresent(findings::add);
    if (findings.isEmpty()) {
      noneLeft().ifPresent(findings::add);
    }
    return findings;
  }

  /** It was in use, and both disks are there and have nothing of it: other disks, or lost data. */
  private Optional<Finding> noneLeft() {
    boolean isBlank =
        view.isWhole()
            && view.seen().stream()
                .allMatch(on -> on.isNew() && on.known().disk().kernelPath().isPresent());
    return view.seen().stream()
        .filter(on -> on.known().mark().isPresent() || !on.known().roles().isEmpty())
        .findFirst()
        .filter(_ -> isBlank)
        .map(
            on ->
                Finding.error("DRBD-28", "No copy is left")
                    .at(view.name().text())
                    .saw(
                        "it was in use on " + on.node() + ", and no disk has anything of it",
                        "a copy on at least one node")
                    .because(
                        "Built anew it would be empty, and what lies over it too.",
                        "See whether the file names the right disks, and whether an old one can still be"
                            + " read. To begin anew, with nothing:\n  cairn destroy "
                            + view.name()
                            + " --destroy "
                            + view.name()
                            + "\n  cairn apply"));
  }

  private DevicePath disk(ResourceView.OnNode on) {
    return context.deviceBelow(view.declared(), on.node());
  }

  private String place(ResourceView.OnNode on) {
    return view.name() + " on " + on.node() + ", " + disk(on);
  }

  private Optional<Finding> missing(ResourceView.OnNode on) {
    boolean isDisk = context.cluster().below(view.declared(), on.node()) instanceof Below.OnDisk;
    return isDisk && on.known().disk().size().isEmpty() && on.known().disk().kernelPath().isEmpty()
        ? Optional.of(
            Finding.error("DRBD-10", "Disk is not there")
                .at(place(on))
                .saw("no block device of that name", "the disk that the cluster file names")
                .because(
                    "Both nodes need a disk for their copy.",
                    "See which disks there are:\n  ls -l /dev/disk/by-id/"))
        : Optional.empty();
  }

  private Optional<Finding> metadata(ResourceView.OnNode on) {
    return switch (on.known().disk().metadata()) {
      case Metadata.None _, Metadata.OutOfReach _, Metadata.AtFormerEnd _ -> Optional.empty();
      case Metadata.Unknown(_) when followsFromAnother(on) -> Optional.empty();
      case Metadata.Unknown(var why) ->
          Optional.of(
              Finding.error("DRBD-11", "DRBD metadata cannot be read")
                  .at(place(on))
                  .saw(why, "metadata that says whose data this is")
                  .because(
                      "Nothing is planned on a disk that may hold data.",
                      "Look for disk errors, then ask DRBD, on "
                          + on.node()
                          + ":\n  journalctl --dmesg | grep -i error\n  drbdadm dump-md "
                          + view.name()));
      case Metadata.JustCreated _, Metadata.Used _ ->
          view.file(on.node()).isPresent() || on.minor().isPresent() || isItsCopy(on)
              ? Optional.empty()
              : Optional.of(
                  ThirdCopyRules.builtWithout(view, on, context)
                      .orElseGet(() -> foreignMetadata(on)));
    };
  }

  /**
   * Whether it holds what the other node's copy holds or went on from: the system of the node was
   * installed anew, and its disks were not.
   */
  private boolean isItsCopy(ResourceView.OnNode on) {
    return view.seen().stream()
        .filter(other -> !other.equals(on) && view.file(other.node()).isPresent())
        .flatMap(other -> other.ids().stream())
        .anyMatch(
            ids ->
                on.ids()
                    .filter(own -> ids.isSameAs(own) || ids.isAheadOf(own) || own.isAheadOf(ids))
                    .isPresent());
  }

  /** DRBD has let go of the disk itself, or takes this node for another by its name. */
  private static boolean followsFromAnother(ResourceView.OnNode on) {
    boolean hasLostItsDisk =
        on.minor().filter(m -> Set.of("Diskless", "Failed").contains(m.disk().local())).isPresent();
    return hasLostItsDisk || !on.facts().node().system().hostName().equals(on.node().text());
  }

  private Finding foreignMetadata(ResourceView.OnNode on) {
    return Finding.error("DRBD-12", "Disk belongs to an unknown DRBD resource")
        .at(place(on))
        .saw("DRBD metadata, but no " + DrbdPaths.resource(view.name()), "a blank disk")
        .because(
            "It may be the copy of another resource.",
            "If nothing of it is needed any more:\n  drbdmeta --force - v08 "
                + disk(on)
                + " internal wipe-md && wipefs --all "
                + disk(on));
  }

  private Optional<Finding> inUse(ResourceView.OnNode on) {
    BlockDevices blocks = on.facts().node().blocks();
    return blocks
        .at(disk(on))
        .flatMap(
            device -> {
              List<String> users = new ArrayList<>();
              users.addAll(BlockDevices.mounted(device));
              blocks.over(device).forEach(over -> users.add(over.type() + " " + over.path()));
              users.addAll(on.facts().node().writers(device));
              return users.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", users));
            })
        .map(
            users ->
                Finding.error("DRBD-13", "Disk is in use")
                    .at(place(on))
                    .saw(users, "a disk that nothing uses")
                    .because(
                        "It would be overwritten below what uses it.",
                        "Name another disk, or free this one."));
  }

  private Optional<Finding> carries(ResourceView.OnNode on) {
    return on.known().disk().blankness() instanceof Blankness.Carries(var what)
        ? Optional.of(
            Finding.error("DRBD-14", "Disk is not blank")
                .at(place(on))
                .saw(what, "no signature, and zeros at its beginning")
                .because(
                    "Existing data is not taken over: DRBD's metadata needs the end of the disk, where"
                        + " a file system may have data (rule R41).",
                    "If nothing on it is needed any more, on "
                        + on.node()
                        + ":\n  wipefs --all "
                        + disk(on)
                        + "\n  dd if=/dev/zero of="
                        + disk(on)
                        + " bs=1M count=16 oflag=direct"))
        : Optional.empty();
  }

  private Optional<Finding> sizes() {
    // where one copy is left, what the new disk has to have room for is another question
    if (!view.isWhole()
        || view.seen().stream().noneMatch(ResourceView.OnNode::isNew)
        || Rebuild.of(view).isPresent()) {
      return Optional.empty();
    }
    List<Size> sizes =
        view.seen().stream().flatMap(on -> on.known().disk().size().stream()).distinct().toList();
    boolean isKnown = view.seen().stream().allMatch(on -> on.known().disk().size().isPresent());
    return isKnown && sizes.size() == 2 && isComparable()
        ? Optional.of(
            Finding.error("DRBD-15", "Peers of different size")
                .at(view.name().text())
                .saw(sectors(), "the same number of sectors on both nodes")
                .because(
                    "A copy has the size of the smaller disk; what is more on the other is lost to it,"
                        + " and a replacement may turn out too small (rule R09).",
                    "Make both the same, as with partitions of a given size:\n  p0: { type: partition,"
                        + " over: DISK, size: 100G }"))
        : Optional.empty();
  }

  /** Made and not yet made disks are not compared: a declared partition size makes them equal. */
  private boolean isComparable() {
    return view.seen().stream()
                .map(on -> on.known().disk().kernelPath().isPresent())
                .distinct()
                .count()
            == 1
        && (view.seen().getFirst().known().disk().kernelPath().isPresent() || !hasDeclaredSize());
  }

  private boolean hasDeclaredSize() {
    return context.cluster().lowerLayers(view.declared()).stream()
        .anyMatch(
            lower ->
                lower instanceof io.cairn.graph.Layer.Partition partition
                    && partition.size().isPresent());
  }

  private String sectors() {
    return String.join(
        ", ",
        view.seen().stream()
            .map(
                on ->
                    on.node()
                        + ": "
                        + on.known().disk().size().map(Size::sectors).orElse(0L)
                        + " sectors")
            .toList());
  }
}
