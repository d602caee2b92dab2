package io.cairn.provider.lab;

import io.cairn.graph.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on this computer's disks, looked at before much of it is taken. */
final class Space {
  private Space() {}

  /**
   * Fails when there is too little.
   *
   * @param purpose for the message, as in {@code build the node image}
   */
  static void require(Path folder, Size needed, String purpose) {
    try {
      Files.createDirectories(folder);
      Size free = new Size(Files.getFileStore(folder).getUsableSpace());
      if (free.compareTo(needed) < 0) {
        throw new LabFailure(
            """
            There is too little space on this computer's disk to %s: %s in %s, and it takes %s.
            Make room there, or name another place with the variable XDG_CACHE_HOME (images) or XDG_STATE_HOME (labs)."""
                .formatted(purpose, free, folder, needed));
      }
    } catch (IOException e) {
      throw new LabFailure("Could not find out how much space is free in " + folder, e);
    }
  }
}
