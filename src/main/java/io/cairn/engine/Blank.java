package io.cairn.engine;

import io.cairn.graph.DevicePath;
import java.util.Optional;

/**
 * What shows that nothing is lost when a device is taken into use, beside the signatures that
 * wipefs(8) and blkid(8) know: plain dm-crypt, a database's raw volume or a program's own format
 * have none, but hardly anything leaves its first MiB zero.
 */
public final class Blank {
  private Blank() {}

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

  /** The first MiB, where most things begin, is zero. */
  public static Guard beginsWithZeros(DevicePath device) {
    return Guard.that(
        device + " begins with zeros",
        "cmp --bytes=1048576 %s /dev/zero".formatted(Shell.quote(device.text())));
  }

  /** What makes the device's beginning zero, for a person who wants to. */
  public static String advice(DevicePath device) {
    return "dd if=/dev/zero of=" + device + " bs=1M count=16 oflag=direct";
  }

  /**
   * Zeros the device as a whole where it can do that by itself (blkdiscard(8)), else its first and
   * last 16 MiB.
   */
  public static Command zero(DevicePath device) {
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
            .formatted(device));
  }
}
