package io.cairn.graph;

import java.util.List;
import java.util.Optional;

/** What LVM keeps for the hidden volumes that it makes (lvm(8), VALID NAMES; lvm-string.c). */
public final class ReservedVolumeName {
  private static final List<String> PARTS =
      List.of(
          "_cdata",
          "_cmeta",
          "_corig",
          "_cpool",
          "_cvol",
          "_imeta",
          "_iorig",
          "_mimage",
          "_mlog",
          "_pmspare",
          "_rimage",
          "_rmeta",
          "_tdata",
          "_tmeta",
          "_vdata",
          "_vorigin",
          "_wcorig");

  private ReservedVolumeName() {}

  /** The part of the name by which LVM refuses it; empty where it takes it. */
  public static Optional<String> partOf(String name) {
    return PARTS.stream().filter(name::contains).findFirst();
  }
}
