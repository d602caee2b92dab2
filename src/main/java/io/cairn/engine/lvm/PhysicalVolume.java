package io.cairn.engine.lvm;

import io.cairn.graph.Size;
import java.util.Optional;

/**
 * A physical volume as pvs(8) shows it.
 *
 * @param path the name by which LVM knows the device; {@code [unknown]} where it is not there
 * @param group the volume group that it belongs to
 * @param device how large the device is
 * @param extents how many it has, and {@code free} of them are not given to a volume
 */
record PhysicalVolume(
    String path,
    String uuid,
    Optional<String> group,
    Size device,
    long extents,
    long free,
    Presence presence,
    Use use) {
  /** How its device is there. */
  enum Presence {
    ONCE,
    /** The same volume is seen on another device, too. */
    DUPLICATE,
    MISSING
  }

  /** What its own label says, also where its group cannot be read. */
  enum Use {
    IN_A_GROUP,
    IN_NO_GROUP
  }
}
