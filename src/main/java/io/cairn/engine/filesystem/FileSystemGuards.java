package io.cairn.engine.filesystem;

import io.cairn.engine.Blanking;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Shell;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to hold on the node immediately before or after a step, for one layer on one node.
 *
 * @param device the block device below the file system
 */
record FileSystemGuards(Layer.FileSystem layer, NodeName node, DevicePath device, Context context) {
  static FileSystemGuards of(Layer.FileSystem layer, NodeName node, Context context) {
    return new FileSystemGuards(layer, node, context.deviceBelow(layer, node), context);
  }

  private String quoted() {
    return Shell.quote(device.text());
  }

  /** The device is the one that the file means: by its stable name, its size, its role. */
  List<Guard> isTheOneMeant() {
    List<Guard> guards = new ArrayList<>();
    switch (context.cluster().below(layer, node)) {
      case Below.OnDisk _ -> guards.add(isBlockDevice());
      case Below.OnLayer(var lower) -> guards.addAll(isOf(context.cluster().layer(lower)));
    }
    context
        .facts(node)
        .flatMap(facts -> facts.blocks().at(device))
        .map(found -> found.size())
        .filter(size -> size.bytes() > 0)
        .ifPresent(size -> guards.add(hasSize(size)));
    return List.copyOf(guards);
  }

  private List<Guard> isOf(Layer lower) {
    return switch (lower) {
      case Layer.Partition _, Layer.Raid _, Layer.LogicalVolume _, Layer.ThinVolume _ ->
          List.of(isBlockDevice());
      case Layer.Drbd drbd ->
          List.of(Guard.isDeviceOf(drbd.name(), device), Guard.isPrimary(drbd.name()));
      case Layer.VolumeGroup _, Layer.ThinPool _, Layer.FileSystem _, Layer.Lxc _ ->
          throw new IllegalStateException(
              "This is a bug in Cairn: " + layer.name() + " over no block device");
    };
  }

  private Guard isBlockDevice() {
    return Guard.that(device + " is a block device", "[ -b " + quoted() + " ]");
  }

  private Guard hasSize(Size size) {
    return Guard.that(
        device + " has " + size.bytes() + " bytes",
        "[ \"$(blockdev --getsize64 %s)\" = %s ]".formatted(quoted(), size.bytes()));
  }

  /** Nothing mounts the device, and no other device lies on it. */
  Guard isUnused() {
    return Guard.that(
        device + " is not mounted and nothing lies on it",
        """
        kernel=$(readlink --canonicalize %1$s)
        ! findmnt --noheadings --source "$kernel" || exit 1
        ! findmnt --noheadings --source %1$s || exit 1
        holders=$(ls /sys/class/block/"${kernel##*/}"/holders)
        [ -z "$holders" ] || { echo "held by $holders"; exit 1; }"""
            .formatted(quoted()));
  }

  /** No signature at all, asked in two ways. */
  Guard isBlank() {
    return Guard.that(device + " is blank", found() + "[ -z \"$found\" ] || " + tell());
  }

  /** Whether nothing below has proven already that the device is blank. */
  boolean isToBeProven() {
    return Blanking.isToBeProven(context.cluster().below(layer, node), context.cluster());
  }

  /**
   * No signature, and where it is to be proven zeros at its beginning: or what is left of this very
   * step, interrupted.
   */
  List<Guard> isProvablyBlank() {
    if (!isToBeProven()) {
      return List.of(isBlank());
    }
    Guard zero = Blanking.isZeroAtItsBeginning(device);
    Guard zeroOrBegun =
        Guard.that(
            zero.what() + ", or was being made into " + layer.name(),
            FileSystemCommands.begun(layer).names(device) + " || " + zero.test().toShell());
    return List.of(isBlank(), zeroOrBegun);
  }

  /** No signature, or this layer's file system, be it an unfinished one. */
  Guard isBlankOrOurs() {
    return Guard.that(
        device + " is blank, or holds the " + ours(),
        found() + "[ -z \"$found\" ] || " + hasOurSignature() + " || " + tell());
  }

  /** This layer's file system. */
  Guard isOurs() {
    return Guard.that(device + " holds the " + ours(), found() + holdsOurs() + " || " + tell());
  }

  /** This layer's file system, of which nothing says that it can be mounted. */
  Guard isOursOrUnfinished() {
    return Guard.that(
        device + " holds the " + ours(), found() + hasOurSignature() + " || " + tell());
  }

  /** What is left of this very step, interrupted, and can hold nobody's data. */
  Guard isUnfinished() {
    return Guard.that(
        device + " holds the " + ours() + ", unfinished",
        found()
            + "{ %s && %s; } || ".formatted(hasOurSignature(), UnfinishedXfs.is(device))
            + tell());
  }

  private String ours() {
    return layer.format().word() + " file system labelled " + Label.of(layer);
  }

  // exit 2 of blkid alone would also come from a device that cannot be read: wipefs fails there
  private String found() {
    return """
        found=$(wipefs --no-act --noheadings --output TYPE,LABEL,UUID -- %1$s)
        blkid --probe --output full -- %1$s > /dev/null || [ $? = 2 ] || { echo "blkid is not sure"; exit 1; }
        """
        .formatted(quoted());
  }

  private static String tell() {
    return "{ echo \"found: $found\"; exit 1; }";
  }

  /** A shell condition: the device holds this layer's file system. */
  String holdsOurs() {
    return switch (layer.format()) {
      case BTRFS, EXT4 -> hasOurSignature();
      case XFS -> "{ %s && ! %s; }".formatted(hasOurSignature(), UnfinishedXfs.is(device));
    };
  }

  private String hasOurSignature() {
    return "[ \"$(blkid --probe --match-tag TYPE --output value -- %1$s):$(blkid --probe --match-tag LABEL --output value -- %1$s)\" = %2$s ]"
        .formatted(quoted(), layer.format().word() + ":" + Label.of(layer));
  }

  /** What is mounted at the mount point comes from this device. */
  Guard isMounted() {
    return Guard.that(
        layer.mount() + " is mounted from " + device,
        """
        source=$(findmnt --noheadings --nofsroot --first-only --output SOURCE --mountpoint %s)
        [ "$(readlink --canonicalize "$source")" = "$(readlink --canonicalize %s)" ] || { echo "mounted from: $source"; exit 1; }"""
            .formatted(Shell.quote(layer.mount()), quoted()));
  }

  /** Nothing is mounted at the mount point. */
  Guard isNotMounted() {
    return Guard.that(
        "nothing is mounted at " + layer.mount(),
        "! mountpoint --quiet -- " + Shell.quote(layer.mount()));
  }

  /** The mount point is a directory without anything in it. */
  Guard isEmptyDirectory() {
    return Guard.that(
        layer.mount() + " is an empty directory, or not there",
        "path=%1$s; [ ! -e \"$path\" ] || { [ -d \"$path\" ] && [ ! -L \"$path\" ] && [ -z \"$(ls -A -- \"$path\")\" ]; }"
            .formatted(Shell.quote(layer.mount())));
  }
}
