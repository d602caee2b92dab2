package io.cairn.provider.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The QEMU programs of this computer. */
final class Qemu {
  private Qemu() {}

  /** An image that holds only what differs from the one below it. */
  static void overlay(Path below, String format, Path image) {
    LocalCommand.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-b",
            below.toString(),
            "-F",
            format,
            image.toString())
        .require("create the disk " + image);
  }

  /** An empty image; it takes space as it is written. */
  static void create(Path image, long bytes) {
    LocalCommand.of(
            "qemu-img", "create", "-q", "-f", "qcow2", image.toString(), Long.toString(bytes))
        .require("create the disk " + image);
  }

  /** A TCP port of 127.0.0.1 that is free now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LabFailure("This computer has no free TCP port", e);
    }
  }

  /** Waits until the SSH server behind that port greets; the greeting costs it next to nothing. */
  static void awaitSsh(int port, Duration limit, Path console, Path pid) {
    Instant end = Instant.now().plus(limit);
    while (!greets(port)) {
      if (Instant.now().isAfter(end) || !Files.exists(pid)) {
        throw new LabFailure(
            """
            No SSH server answered at 127.0.0.1:%d within %d s; the node did not boot.
            The last lines of its console, %s:
            %s"""
                .formatted(port, limit.toSeconds(), console, tail(console)));
      }
      pause(Duration.ofMillis(100));
    }
  }

  private static boolean greets(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      socket.setSoTimeout(20_000);
      byte[] greeting = socket.getInputStream().readNBytes(4);
      return new String(greeting, StandardCharsets.US_ASCII).equals("SSH-");
    } catch (IOException _) {
      return false;
    }
  }

  static String tail(Path file) {
    try {
      return LocalCommand.lastLines(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return "(not readable: " + e.getMessage() + ")";
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while waiting for the lab", e);
    }
  }
}
