package io.cairn.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The claim's own scripts in a real shell, with a lock of their own. */
class ClaimTest {
  private final Path lock;

  ClaimTest(@TempDir Path folder) {
    lock = folder.resolve("lock");
  }

  private String question(Map<String, String> environment) throws IOException {
    String script = Claim.question().replace(Claim.LOCK, lock.toString());
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true);
    shell.environment().putAll(environment);
    return new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Takes the lock as a changing connection does, until its standard input ends. */
  private Process holder() throws IOException {
    Files.writeString(Path.of(lock + ".holder"), "cairn apply by root on desk, since noon\n");
    Process holder =
        new ProcessBuilder(
                "sh", "-c", "exec 9>>" + lock + "; flock 9; echo held; read -r line || true")
            .redirectErrorStream(true)
            .start();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    return holder;
  }

  @Test
  void nobodyIsAtWorkWhereNobodyEverWas() throws IOException {
    assertThat(question(Map.of())).isEmpty();
    assertThat(lock).doesNotExist();
  }

  @Test
  void tellsWhoIsAtWorkWhileTheLockIsHeld() throws IOException, InterruptedException {
    Process holder = holder();
    assertThat(question(Map.of())).isEqualTo("cairn apply by root on desk, since noon\n");
    holder.outputWriter().close();
    holder.waitFor();
    assertThat(question(Map.of())).isEmpty();
  }

  @Test
  void doesNotTellTheHolderOfItself() throws IOException, InterruptedException {
    Process holder = holder();
    assertThat(question(Map.of("CAIRN_CLAIMED", "yes"))).isEmpty();
    assertThat(new Claim.Changing("somebody").script()).contains("export CAIRN_CLAIMED=yes");
    holder.outputWriter().close();
    holder.waitFor();
  }
}
