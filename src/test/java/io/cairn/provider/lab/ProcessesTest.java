package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessesTest {
  private static Process start(Path pidFile) throws IOException {
    return new ProcessBuilder(
            "sh", "-c", "sleep 60; true", "sh", Processes.MARK, pidFile.toString())
        .start();
  }

  @Test
  void endsWhatBelongsToTheFolderAndNothingElse(@TempDir Path folder)
      throws IOException, InterruptedException {
    Process ours = start(folder.resolve("erp/nodes/node1/pid"));
    Process neighbour = start(folder.resolve("erp2/nodes/node1/pid"));
    try {
      Processes.of(folder.resolve("erp")).end();
      assertThat(ours.waitFor()).isNotZero();
      assertThat(neighbour.isAlive()).isTrue();
      assertThat(Processes.of(folder.resolve("erp")).any()).isFalse();
      assertThat(Processes.of(folder.resolve("erp2/nodes/node1")).any()).isTrue();
    } finally {
      neighbour.descendants().forEach(ProcessHandle::destroyForcibly);
      neighbour.destroyForcibly();
    }
  }
}
