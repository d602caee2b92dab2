package io.cairn.engine.lxc;

import io.cairn.engine.Shell;
import io.cairn.graph.Layer;

/** Pieces of shell that several steps are made of. */
final class LxcShell {
  private LxcShell() {}

  /** Sets {@code state}: RUNNING, STOPPED, FROZEN, ..., or {@code none} where LXC knows no such. */
  static String state(Layer.Lxc layer) {
    return "state=$("
        + info(layer, "--state")
        + " 2>/dev/null | sed 's/^State: *//')\n"
        + "state=${state:-none}";
  }

  /** Prints the addresses of the running container, one in a line. */
  static String addresses(Layer.Lxc layer) {
    return info(layer, "--ips") + " 2>/dev/null | sed 's/^IP: *//'";
  }

  static String info(Layer.Lxc layer, String what) {
    return "lxc-info --lxcpath=%s --name=%s --no-humanize %s"
        .formatted(Place.REGISTRY, layer.name(), what);
  }

  /** A condition: a directory with inode 256 on Btrfs is the root of a subvolume. */
  static String isSubvolume(String path) {
    return "[ ! -L %1$s ] && [ \"$(stat --file-system --format=%%T -- %1$s):$(stat --format=%%i -- %1$s)\" = btrfs:256 ]"
        .formatted(Shell.quote(path));
  }

  /**
   * Deletes a folder with the subvolumes in it, the inner ones first; nothing where it is not
   * there.
   *
   * <p>{@code rm} alone deletes no subvolume that holds another or is read-only.
   */
  static String deleteTree(Place place, String path) {
    String quoted = Shell.quote(path);
    String subvolumes =
        place.hasSubvolumes()
            ? "find %s -depth -type d -inum 256 -exec btrfs subvolume delete -- {} + > /dev/null\n"
                .formatted(quoted)
            : "";
    return "if [ -e %1$s ]; then\n%2$srm --recursive --force -- %1$s\nfi"
        .formatted(quoted, subvolumes);
  }
}
