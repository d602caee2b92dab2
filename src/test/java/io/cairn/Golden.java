package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected texts in files, which reviewers read: {@code src/test/resources/golden/**}.
 *
 * <p>With {@code -Dcairn.update=true} a file that differs is rewritten and the test still fails:
 * read the diff, run again. A missing file is written and fails.
 */
public final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private Golden() {}

  /**
   * Compares the text with the golden file.
   *
   * @param path below the folder of all goldens, as in {@code view/plan.txt}
   */
  public static void check(String path, String actual) {
    check(ROOT.resolve(path), actual);
  }

  /** Compares the text with a file that stands elsewhere, as in {@code schema/cluster.json}. */
  public static void check(Path file, String actual) {
    boolean isThere = Files.exists(file);
    String expected = isThere ? read(file) : "";
    boolean rewrites = Boolean.getBoolean("cairn.update") && !expected.equals(actual);
    if (!isThere || rewrites) {
      write(file, actual);
      fail(
          "%s was %s: read it, then run again",
          file, isThere ? "rewritten" : "missing, now written");
    }
    assertThat(actual).as("%s; -Dcairn.update=true rewrites it", file).isEqualTo(expected);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
