package io.cairn.engine.filesystem;

import java.util.List;

/** What is at the path of a mount point. */
sealed interface MountPoint {
  /** Something is mounted there, so what lies below is not visible. */
  record Mounted() implements MountPoint {}

  /** Nothing is there. */
  record Absent() implements MountPoint {}

  /**
   * A directory that nothing is mounted on.
   *
   * @param protection whether it is immutable
   * @param entries names of the first few things in it
   */
  record Directory(Protection protection, List<String> entries) implements MountPoint {
    public Directory {
      entries = List.copyOf(entries);
    }
  }

  /** Something else is there, or the node could not tell. */
  record Unknown(String why) implements MountPoint {}

  /** Whether root can write into a directory (chattr(1) {@code +i}). */
  enum Protection {
    IMMUTABLE,
    WRITABLE
  }
}
