package io.cairn.engine;

import java.util.List;
import java.util.Optional;

/** What is mounted on a node, in the order of the mounts. */
public record Mounts(List<Mount> all) {
  public Mounts {
    all = List.copyOf(all);
  }

  /**
   * One mount.
   *
   * @param source the device as the kernel names it, without a subvolume in brackets
   * @param usedBytes and {@code totalBytes} as statfs counts them
   */
  public record Mount(
      String target,
      String source,
      String type,
      List<String> options,
      long usedBytes,
      long totalBytes) {
    public Mount {
      options = List.copyOf(options);
    }
  }

  /** What is mounted exactly at that path: the topmost mount. */
  public Optional<Mount> at(String target) {
    return all.reversed().stream().filter(mount -> mount.target().equals(target)).findFirst();
  }
}
