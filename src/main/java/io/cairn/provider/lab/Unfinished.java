package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a killed Cairn has left in the image cache, and the programs that it started and that go on.
 */
final class Unfinished {
  private Unfinished() {}

  /** The lock of whoever builds images or saves states in that folder. */
  static Path lock(Path images) {
    return images.resolve("lock");
  }

  /** Removes it unless another Cairn is at work there. */
  static void removeIfAbandoned(Path images) throws IOException {
    if (!Files.exists(images)) {
      return;
    }
    Optional<FileLock> lock = FileLock.ifFree(lock(images));
    if (lock.isPresent()) {
      try (FileLock _ = lock.get()) {
        remove(images);
      }
    }
  }

  /** Removes it; the caller holds the lock. */
  static void remove(Path images) throws IOException {
    for (Path building : entries(images, "building-")) {
      Processes.naming(building).endTrees();
      LocalCommand remove = LocalCommand.of("rm", "-rf", "--", building.toString());
      if (remove.run(_ -> {}).status() != 0) {
        // Of a plain user's image, files belong to ids that only a namespace of the user can touch.
        List<String> inside =
            new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--map-auto", "--"));
        inside.addAll(remove.argv());
        new LocalCommand(inside).require("remove an unfinished image");
      }
    }
    for (Path image : entries(images, "debian-")) {
      SavedState.removeUnfinished(image);
    }
  }

  private static List<Path> entries(Path folder, String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(e -> e.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
