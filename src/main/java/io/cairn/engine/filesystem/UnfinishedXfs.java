package io.cairn.engine.filesystem;

import io.cairn.engine.Shell;
import io.cairn.graph.DevicePath;

/**
 * An XFS that mkfs.xfs(8) was interrupted at. Unlike the other two it writes its signature and
 * label first, and says so by the superblock's byte {@code sb_inprogress} (offset 126, in <a
 * href="https://docs.kernel.org/filesystems/xfs/">the on-disk format</a>), which it clears last.
 * The kernel mounts no such file system, so nobody's data can be in it. Seen with xfsprogs 6.1
 * killed at its 10th, 20th and 25th write.
 */
final class UnfinishedXfs {
  /** What the survey prints for it below what blkid says. */
  static final String WORD = "UNFINISHED";

  private UnfinishedXfs() {}

  /** A shell condition: the device, known to hold an XFS, holds an unfinished one. */
  static String is(DevicePath device) {
    return is(Shell.quote(device.text()));
  }

  /** The same for a device that stands in the script already quoted, or as a variable. */
  static String is(String quoted) {
    return "[ \"$(od --address-radix=n --format=u1 --skip-bytes=126 --read-bytes=1 %s | tr -d ' ')\" = 1 ]"
        .formatted(quoted);
  }
}
