package io.cairn.engine.drbd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Captured answers of real nodes. */
final class Recorded {
  private Recorded() {}

  static String text(String name) {
    try {
      return Files.readString(Path.of("src/test/resources/recorded/drbd", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
