package io.cairn.engine;

import io.cairn.graph.DevicePath;
import io.cairn.graph.Size;

/**
 * The proof that a device is the one meant, free and blank, and how it becomes blank: the same for
 * every engine that takes a device for its own.
 */
public final class Blanking {
  private Blanking() {}

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
