package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a shell of this computer at the other end of the serial line. */
@Timeout(60)
final class WaitingShellTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  // not @TempDir: a unix socket's path has to be short
  private final Path folder;
  private final ServerSocketChannel server;
  private final Process shell;
  private final WaitingShell line;
  private final SocketChannel otherEnd;

  WaitingShellTest() throws IOException {
    folder = Files.createTempDirectory("sh");
    Path socket = folder.resolve("shell");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    shell = new ProcessBuilder("sh").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    line = WaitingShell.connect(socket);
    otherEnd = server.accept();
  }

  @BeforeEach
  void connectTheShell() {
    pass(Channels.newInputStream(otherEnd), shell.getOutputStream());
    pass(shell.getInputStream(), Channels.newOutputStream(otherEnd));
  }

  private static void pass(InputStream from, OutputStream to) {
    Thread.ofVirtual()
        .start(
            () -> {
              byte[] some = new byte[4096];
              try {
                for (int read = from.read(some); read >= 0; read = from.read(some)) {
                  to.write(some, 0, read);
                  to.flush();
                }
              } catch (IOException _) {
                // one side is closed: the test is over
              }
            });
  }

  @AfterEach
  void leaveNothing() throws IOException {
    line.close();
    otherEnd.close();
    server.close();
    shell.destroyForcibly();
    Folders.remove(folder);
  }

  @Test
  void runsOneScriptAfterTheOtherEachInAShellOfItsOwn() {
    line.require("own=1; echo one > " + folder + "/one", LIMIT, "write");
    line.require(
        "set -e; [ -z \"${own:-}\" ]; read -r one < " + folder + "/one; [ $one = one ]",
        LIMIT,
        "read");
  }

  @Test
  void tellsWhatAScriptSaidThatFailed() {
    assertThatThrownBy(
            () -> line.require("set -e\necho on its way\nls /nowhere\n", LIMIT, "make it a twin"))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("Could not make it a twin: exit status 2")
        .hasMessageContaining("on its way")
        .hasMessageContaining("/nowhere");
  }

  @Test
  void asksUntilItIsSo() {
    String twice = "[ -e " + folder + "/seen ] || { : > " + folder + "/seen; exit 1; }";
    line.await(twice, LIMIT, "see it");
    assertThat(folder.resolve("seen")).exists();
  }

  @Test
  void doesNotWaitForEver() {
    assertThatThrownBy(() -> line.await("false", Duration.ofMillis(300), "see it"))
        .hasMessageContaining("Could not see it within 0 s");
  }

  @Test
  void saysWhenNobodyIsThereAnyMore() throws IOException {
    otherEnd.close();
    assertThatThrownBy(() -> line.require("true", LIMIT, "set the clock"))
        .hasMessageContaining("Could not set the clock");
  }

  @Test
  void endsTheShell() throws InterruptedException {
    line.exit();
    assertThat(shell.waitFor()).isZero();
  }
}
