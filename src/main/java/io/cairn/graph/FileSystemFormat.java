package io.cairn.graph;

import java.util.Locale;

/** The local file systems that Cairn makes. */
public enum FileSystemFormat {
  BTRFS,
  EXT4,
  XFS;

  /** Its name in the cluster file, for {@code mount -t} and in blkid's TYPE. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
