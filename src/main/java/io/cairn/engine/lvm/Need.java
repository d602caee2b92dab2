package io.cairn.engine.lvm;

import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import java.util.List;

/**
 * Room that something takes in a volume group.
 *
 * @param what for people, as in {@code the metadata of pool}
 * @param on the physical volumes that it has to lie on; any of the group where empty
 */
record Need(String what, Extents extents, List<DevicePath> on) {
  Need {
    on = List.copyOf(on);
  }

  /** As in {@code 2560 for cachedlv}. */
  String term() {
    return extents.count() + " for " + what;
  }
}
