package io.cairn.engine.lvm;

import io.cairn.engine.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Captured answers of a real LVM; all of them exited 0. */
final class Recorded {
  private static final Path FOLDER = Path.of("src/test/resources/recorded/lvm");

  private Recorded() {}

  /**
   * As in {@code pvs-2.03.16-missing-pv}; with what was said beside the answer, where anything was.
   */
  static Reply reply(String name) {
    Path err = FOLDER.resolve(name + ".err");
    return new Reply(0, read(FOLDER.resolve(name + ".txt")), Files.exists(err) ? read(err) : "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
