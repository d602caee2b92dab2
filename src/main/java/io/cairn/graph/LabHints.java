package io.cairn.graph;

import java.util.Map;
import java.util.Optional;

/**
 * How the lab's twins of the nodes look; real nodes ignore it.
 *
 * @param system the image of the twins, {@code debian/12} or {@code debian/13}
 * @param memory memory of each twin
 * @param disks sizes of disks by the last part of their path without {@code virtio-}, as in {@code
 *     store1}
 */
public record LabHints(Optional<String> system, Optional<Size> memory, Map<String, Size> disks) {
  /** Nothing said: the lab's own defaults. */
  public static final LabHints NONE = new LabHints(Optional.empty(), Optional.empty(), Map.of());

  public LabHints {
    disks = Map.copyOf(disks);
  }
}
