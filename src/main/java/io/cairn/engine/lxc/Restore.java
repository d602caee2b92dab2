package io.cairn.engine.lxc;

import io.cairn.engine.Shell;

/**
 * How a restored root file system takes the place of the present one, in steps that can be ended
 * later.
 */
final class Restore {
  private Restore() {}

  /** A writable copy of the snapshot, beside the present root. */
  static String prepare(Place place, String snapshot) {
    return LxcShell.deleteTree(place, place.restored())
        + "\nbtrfs subvolume snapshot -- %s %s > /dev/null"
            .formatted(Shell.quote(snapshot), Shell.quote(place.restored()));
  }

  /** The present root makes room and the copy takes its place. */
  static String swap(Place place) {
    return "if [ -e %1$s ]; then mv --no-target-directory -- %1$s %2$s; fi\n%3$s"
        .formatted(Shell.quote(place.rootfs()), Shell.quote(place.replaced()), end(place));
  }

  /** From wherever it stopped: the root that there is counts, what it replaced is deleted. */
  static String end(Place place) {
    return """
        if [ ! -e %1$s ]; then
          mv --no-target-directory -- %2$s %1$s
        fi
        """
            .formatted(Shell.quote(place.rootfs()), Shell.quote(place.restored()))
        + LxcShell.deleteTree(place, place.restored())
        + "\n"
        + LxcShell.deleteTree(place, place.replaced());
  }
}
