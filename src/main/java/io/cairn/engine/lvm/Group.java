package io.cairn.engine.lvm;

import io.cairn.graph.Extents;
import io.cairn.graph.Size;
import java.util.Set;

/**
 * A volume group as vgs(8) shows it.
 *
 * @param extent how large one extent is; what Cairn makes has {@link Extents#SIZE}
 * @param total all its extents, and {@code free} of them
 * @param missing how many of its physical volumes are not there
 * @param copies how many of them carry its metadata; 0 where that was not asked
 */
record Group(
    String name,
    String uuid,
    Size extent,
    Extents total,
    Extents free,
    Set<String> tags,
    int missing,
    int copies,
    Activation activation) {
  Group {
    tags = Set.copyOf(tags);
  }

  /** Who activates it when its devices appear (vgchange(8), {@code --setautoactivation}). */
  enum Activation {
    BY_ITSELF,
    WHEN_TOLD
  }
}
