package io.cairn.provider.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The lab's switch, from outside: start it, ask it, tell it. */
record SwitchControl(LabFolder folder) {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  /**
   * Starts it in the background and does not wait; in a session of its own: Ctrl-C at the terminal
   * is not for it.
   */
  void start(List<Twin> twins) throws IOException {
    Folders.remove(folder.sockets());
    Folders.createPrivate(folder.sockets());
    List<String> ports = new ArrayList<>();
    for (Twin twin : twins) {
      for (Twin.Card card : twin.cards()) {
        ports.add(
            folder.sockets().resolve(twin.port(card)) + " " + twin.name() + " " + card.segment());
      }
    }
    Files.write(folder.switchPorts(), ports);
    new ProcessBuilder(
            "setsid",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            ownCode().toString(),
            SwitchMain.class.getName(),
            Processes.MARK,
            folder.path().resolve("switch.pid").toString(),
            folder.switchPorts().toString(),
            folder.switchControl().toString())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.switchLog().toFile())
        .start();
  }

  private static Path ownCode() {
    try {
      return Path.of(SwitchMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new LabFailure("Could not find Cairn's own program file", e);
    }
  }

  /** Waits until its ports and its control socket are there. */
  void awaitControl() {
    Instant end = Instant.now().plus(START_LIMIT);
    while (!Files.exists(folder.switchControl())) {
      if (Instant.now().isAfter(end)) {
        throw new LabFailure(
            "The lab's switch did not start. It said:\n" + Qemu.tail(folder.switchLog()));
      }
      Qemu.pause(Duration.ofMillis(20));
    }
  }

  /** Whether it serves. */
  boolean isRunning() {
    try {
      ask("show");
      return true;
    } catch (LabFailure _) {
      return false;
    }
  }

  /** Sends one request; the answer lists all links that are not up. */
  List<String> ask(String request) {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(folder.switchControl()))) {
      Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
      out.write(request + "\n");
      out.flush();
      return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))
          .lines()
          .toList();
    } catch (IOException e) {
      throw new LabFailure("The lab's switch does not answer; start the lab with lab up", e);
    }
  }
}
