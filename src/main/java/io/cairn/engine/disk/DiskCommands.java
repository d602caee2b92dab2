package io.cairn.engine.disk;

import io.cairn.engine.Blanking;
import io.cairn.engine.Command;
import io.cairn.engine.Guard;
import io.cairn.engine.Shell;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.Size;
import java.util.List;
import java.util.stream.Collectors;

/** From intent to commands and guards, for one disk. */
record DiskCommands(DevicePath disk) {
  static final Command SETTLE = Command.exec("udevadm", "settle", "--timeout=30");

  private String quoted() {
    return Shell.quote(disk.text());
  }

  /** A new table with its first partition. */
  Command first(Layer.Partition layer) {
    return sfdisk("", "label: gpt\n" + line(layer));
  }

  /**
   * One more partition. The others may be in use, so the table is not read anew as a whole;
   * partx(8) tells the kernel of the new one.
   */
  Command further(Layer.Partition layer) {
    return sfdisk(" --append --no-reread --no-tell-kernel", line(layer));
  }

  Command tellKernel() {
    return Command.exec("partx", "--update", "--", disk.text());
  }

  // what the disk held before lies outside any partition: nothing is wiped that was not proven
  // blank
  private Command sfdisk(String options, String script) {
    return Command.script(
        "sfdisk --quiet --lock=yes --wipe=never --wipe-partitions=never%s -- %s <<'CAIRN_TABLE'\n%s\nCAIRN_TABLE"
            .formatted(options, quoted(), script));
  }

  private static String line(Layer.Partition layer) {
    String size = layer.size().map(s -> "size=" + (DiskView.whole(s) >> 20) + "MiB, ").orElse("");
    return size + "type=linux, name=\"" + PartitionName.of(layer) + "\"";
  }

  /** Takes a partition away; with the last one the table. */
  Command delete(Layer.Partition layer) {
    return Command.script(
        """
        part=$(readlink --canonicalize %2$s)
        number=$(cat /sys/class/block/"${part##*/}"/partition)
        wipefs --quiet --all -- "$part"
        if [ "$(lsblk --noheadings --raw --output TYPE -- %1$s | grep --count '^part$')" = 1 ]; then
          wipefs --quiet --all -- %1$s
          # before the first partition: the table's entries, which would not look blank
          %3$s
          partx --delete -- %1$s 2>/dev/null || true
        else
          sfdisk --quiet --lock=yes --no-reread --no-tell-kernel --delete -- %1$s "$number"
          partx --delete --nr "$number" -- %1$s
        fi"""
            .formatted(
                quoted(),
                Shell.quote(PartitionName.device(layer).text()),
                Blanking.zeroBeginning(disk).toShell()));
  }

  Guard isDisk(Size size) {
    return Blanking.isOfSize(disk, "a disk", size);
  }

  Guard isBlank() {
    return Blanking.isBlank(disk);
  }

  /** Nothing mounts the disk or lies on it, partitions included. */
  Guard isUnused() {
    return Blanking.isUnused(disk);
  }

  /** The partitions on the disk are those that Cairn made, and no others. */
  Guard holdsOnly(List<String> names) {
    String expected = names.stream().sorted().collect(Collectors.joining(" "));
    return Guard.that(
        disk + " holds the partitions " + expected + " and nothing else",
        """
        [ "$(blkid --probe --match-tag PTTYPE --output value -- %1$s)" = gpt ]
        names=$(lsblk --noheadings --raw --output TYPE,PARTLABEL -- %1$s | sed -n 's/^part //p' | sort | tr '\\n' ' ')
        [ "${names%% }" = %2$s ] || { echo "found: $names"; exit 1; }"""
            .formatted(quoted(), Shell.quote(expected)));
  }

  /** The partition is on this disk, at a multiple of 1 MiB, of the declared size. */
  Guard isMade(Layer.Partition layer) {
    String size =
        layer
            .size()
            .map(
                s ->
                    "\n[ \"$(blockdev --getsize64 \"$part\")\" = %d ]".formatted(DiskView.whole(s)))
            .orElse("");
    return Guard.that(
        layer.name() + " is a partition of " + disk + ", aligned and of the declared size",
        """
        part=$(readlink --canonicalize %1$s)
        disk=$(readlink --canonicalize %2$s)
        [ -e /sys/class/block/"${disk##*/}/${part##*/}"/partition ] || { echo "it is $part"; exit 1; }
        start=$(cat /sys/class/block/"${part##*/}"/start)
        [ $((start * 512 %% 1048576)) = 0 ] || { echo "it starts at sector $start"; exit 1; }%3$s"""
            .formatted(Shell.quote(PartitionName.device(layer).text()), quoted(), size));
  }

  /** Nothing mounts the partition or lies on it. */
  static Guard isIdle(Layer.Partition layer) {
    return Guard.that(
        layer.name() + " is not in use",
        """
        part=$(readlink --canonicalize %s)
        ! findmnt --noheadings --source "$part" || exit 1
        holders=$(ls /sys/class/block/"${part##*/}"/holders)
        [ -z "$holders" ] || { echo "held by $holders"; exit 1; }"""
            .formatted(Shell.quote(PartitionName.device(layer).text())));
  }

  static Guard isGone(Layer.Partition layer) {
    return Guard.that(
        layer.name() + " is gone",
        "[ ! -e " + Shell.quote(PartitionName.device(layer).text()) + " ]");
  }
}
