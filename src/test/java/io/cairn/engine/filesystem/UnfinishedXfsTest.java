package io.cairn.engine.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell condition, on what the real mkfs.xfs makes. */
class UnfinishedXfsTest {

  @Test
  void holdsUntilMkfsHasClearedItsFlag(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path image = directory.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(512L << 20);
    }
    assertThat(run("PATH=$PATH:/usr/sbin:/sbin mkfs.xfs -q -L store1 '" + image + "'")).isZero();
    String condition = UnfinishedXfs.is("'" + image + "'");
    assertThat(run(condition)).as("finished").isEqualTo(1);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.seek(126);
      file.write(1);
    }
    assertThat(run(condition)).as("as mkfs leaves it when it is killed").isZero();
  }

  private static int run(String script) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
  }
}
