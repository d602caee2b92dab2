package io.cairn.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the shell says of a network change that waits for its confirmation. */
@Timeout(60)
class PendingChangeTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Path armed() {
    return folder.resolve("armed");
  }

  private Process ask() throws IOException {
    Probe probe = NetworkProbes.all().getFirst();
    assertThat(probe.name()).as("the others' answers change with it").isEqualTo("network:pending");
    return new ProcessBuilder("dash", "-c", probe.script().replace(Undo.ARMED, armed().toString()))
        .redirectErrorStream(true)
        .start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void saysNothingWhereNothingWaits() throws IOException {
    assertThat(said(ask())).isEqualTo("nothing\n");
  }

  @Test
  void tellsOfAChangeThatThereIsTimeToConfirm() throws IOException {
    Files.writeString(armed(), "boot");
    assertThat(said(ask())).isEqualTo("armed\n");
  }

  @Test
  void waitsForTheWayBackWhereItIsNear() throws IOException, InterruptedException {
    Files.writeString(armed(), "boot");
    Files.setLastModifiedTime(
        armed(), FileTime.from(Instant.now().minusSeconds(Undo.SECONDS / 2 + 5)));
    Process asked = ask();
    assertThat(asked.waitFor(2, TimeUnit.SECONDS)).as("it has not answered").isFalse();
    Files.delete(armed());
    assertThat(said(asked)).isEqualTo("nothing\n");
  }
}
