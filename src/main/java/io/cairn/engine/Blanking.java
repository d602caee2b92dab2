package io.cairn.engine;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.Size;
import java.util.Optional;

/**
 * The proof that a device is the one meant, free and blank, and how it becomes blank: the same for
 * every engine that takes a device for its own.
 *
 * <p>Blank is without a signature that wipefs(8) or blkid(8) knows, and zero in its first MiB:
 * plain dm-crypt, a database's raw volume or a program's own format have no signature, but hardly
 * anything leaves its first MiB zero.
 */
public final class Blanking {
  private Blanking() {}

  /**
   * Whether a device may hold what was there before Cairn: resources, arrays and volumes are made
   * on devices that were proven blank.
   */
  public static boolean isToBeProven(Below.Ground device, Cluster cluster) {
    return switch (device) {
      case Below.OnDisk _ -> true;
      case Below.OnLayer(var lower) -> cluster.layer(lower) instanceof Layer.Partition;
    };
  }

  /** Asks for the device's first MiB; the path may be empty, as of a device that is not named. */
  public static Probe probe(String path) {
    // cmp(1): 0 for the same, 1 for a difference, 2 for trouble
    return new Probe(
        name(path),
        "[ -b %1$s ] || exit 3; cmp --bytes=1048576 %1$s /dev/zero".formatted(Shell.quote(path)));
  }

  private static String name(String path) {
    return "begins:" + path;
  }

  /**
   * What the device holds at its beginning, as in {@code data without a signature in its first
   * MiB}; empty where that is zero, the device is not there, or it was not asked.
   */
  public static Optional<String> seen(NodeFacts facts, DevicePath device) {
    return facts
        .reply(name(device.text()))
        .flatMap(
            reply ->
                switch (reply.exit()) {
                  case 0, 3 -> Optional.empty();
                  case 1 -> Optional.of("data without a signature in its first MiB");
                  default -> Optional.of("a beginning that cannot be read: " + reply.err().strip());
                });
  }

  /** The device is there, and as large as it was when this was planned. */
  public static Guard isOfSize(DevicePath device, String noun, Size size) {
    return Guard.that(
        device + " is " + noun + " of " + size.bytes() + " bytes",
        "[ -b %1$s ]\n[ \"$(blockdev --getsize64 %1$s)\" = %2$s ]"
            .formatted(Shell.quote(device.text()), size.bytes()));
  }

  /** No signature at all, asked in two ways. */
  public static Guard isBlank(DevicePath device) {
    return Guard.that(
        device + " is blank",
        """
        found=$(wipefs --no-act --noheadings --output TYPE,LABEL,UUID -- %1$s)
        [ -z "$found" ] || { echo "found: $found"; exit 1; }
        blkid --probe --output full -- %1$s > /dev/null || [ $? = 2 ] || { echo "blkid is not sure"; exit 1; }"""
            .formatted(Shell.quote(device.text())));
  }

  /** Nothing mounts the device or lies on it, partitions included. */
  public static Guard isUnused(DevicePath device) {
    return Guard.that(
        device + " is not in use",
        """
        users=$(lsblk --noheadings --raw --paths --output NAME,TYPE,MOUNTPOINTS -- %1$s | tail -n +2)
        [ -z "$users" ] || { echo "used by $users"; exit 1; }
        ! findmnt --noheadings --source "$(readlink --canonicalize %1$s)" || exit 1"""
            .formatted(Shell.quote(device.text())));
  }

  /** The first MiB, where most things begin, is zero. */
  public static Guard isZeroAtItsBeginning(DevicePath device) {
    return Guard.that(
        device + " begins with zeros",
        "cmp --bytes=1048576 %s /dev/zero".formatted(Shell.quote(device.text())));
  }

  /** What makes the device's beginning zero, for a person who wants to. */
  public static String advice(DevicePath device) {
    return "dd if=/dev/zero of=" + device + " bs=1M count=16 oflag=direct";
  }

  /** Zeros the first MiB, where a superblock's remains may be. */
  public static Command zeroBeginning(DevicePath device) {
    return Command.script(
        "dd if=/dev/zero of=%s bs=1M count=1 oflag=direct conv=notrunc status=none"
            .formatted(Shell.quote(device.text())));
  }

  /**
   * Zeros the device as a whole where it can do that by itself (blkdiscard(8)), else its first and
   * last 16 MiB.
   */
  public static Command zero(DevicePath disk) {
    return Command.script(
        """
        disk=%s
        queue=$(readlink -f "/sys/class/block/$(basename "$(readlink -f "$disk")")")
        [ -d "$queue/queue" ] || queue=${queue%%/*}
        own=$(cat "$queue/queue/write_zeroes_max_bytes" 2>/dev/null) || own=0
        size=$(blockdev --getsize64 "$disk")
        edge=16777216
        [ "$size" -gt "$edge" ] || edge=$size
        if [ "$own" -eq 0 ] || ! blkdiscard --zeroout "$disk"; then
          for at in 0 $((size - edge)); do
            dd if=/dev/zero of="$disk" bs=1M count="$edge" seek="$at" \
              iflag=count_bytes oflag=direct,seek_bytes conv=notrunc status=none
          done
        fi
        sync "$disk\"
        """
            .formatted(disk));
  }
}
