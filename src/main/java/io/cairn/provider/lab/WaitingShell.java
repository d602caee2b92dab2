package io.cairn.provider.lab;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A shell that was waiting at a node's second serial line when its state was saved. It takes a
 * script at once, where a first login over SSH would cost an emulated node five seconds.
 */
final class WaitingShell implements AutoCloseable {
  /**
   * Starts it in a node: as a unit of its own, for it outlives the login that started it. The line
   * passes every byte as it is. With standard error elsewhere the shell does not take itself for
   * one that a person types at, and prints no prompts.
   */
  static final String START =
      """
      stty -F /dev/ttyS1 raw -echo clocal
      systemd-run --quiet --collect --unit lab-shell sh -c 'exec sh < /dev/ttyS1 > /dev/ttyS1 2> /dev/null'
      """;

  private static final String END = "lab: ended ";
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final SocketChannel channel;

  private WaitingShell(SocketChannel channel) {
    this.channel = channel;
  }

  /** QEMU's arguments for the serial line: the second one, after the console. */
  static List<String> arguments(Path socket) {
    return List.of("-serial", "unix:" + Machine.option(socket) + ",server=on,wait=off");
  }

  /** Connects to the serial line of a node that was started from a saved state. */
  static WaitingShell connect(Path socket) {
    try {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      return new WaitingShell(channel);
    } catch (IOException e) {
      throw new LabFailure("Could not reach the serial line of a node at " + socket, e);
    }
  }

  /** How a script ended. */
  private record Answer(String status, String output) {
    boolean ok() {
      return status.equals("0");
    }
  }

  /**
   * Runs a script in a shell of its own; fails unless it succeeds.
   *
   * @param purpose for the message, as in {@code set the clock of node1}
   */
  void require(String script, Duration limit, String purpose) {
    Answer answer = run(script, Instant.now().plus(limit), purpose);
    if (!answer.ok()) {
      throw new LabFailure(
          "Could not %s: exit status %s\n%s"
              .formatted(purpose, answer.status(), LocalCommand.lastLines(answer.output())));
    }
  }

  /**
   * Runs a script until it succeeds; one that starts no process costs the node next to nothing.
   *
   * @param purpose for the message, as in {@code see the disks of node1}
   */
  void await(String script, Duration limit, String purpose) {
    Instant end = Instant.now().plus(limit);
    while (!run(script, Instant.now().plus(limit), purpose).ok()) {
      if (Instant.now().isAfter(end)) {
        throw new LabFailure("Could not %s within %d s".formatted(purpose, limit.toSeconds()));
      }
      Qemu.pause(PAUSE);
    }
  }

  private Answer run(String script, Instant end, String purpose) {
    // The brackets make the shell read all of it before it runs any of it.
    String request = "(\n" + script + "\n) 2>&1; printf '\\n" + END + "%d\\n' $?\n";
    String output = exchange(request, end, purpose);
    int last = output.lastIndexOf(END);
    String status = output.substring(last + END.length(), output.indexOf("\n", last));
    return new Answer(status, output.substring(0, last));
  }

  /** Ends the shell. */
  void exit() {
    try {
      channel.write(ByteBuffer.wrap("exit\n".getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new LabFailure("Could not end the shell at a node's serial line", e);
    }
  }

  private String exchange(String request, Instant end, String purpose) {
    ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
    ByteBuffer in = ByteBuffer.allocate(4096);
    StringBuilder said = new StringBuilder();
    try {
      while (!isWhole(said)) {
        int read = channel.read(in);
        said.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
        in.clear();
        if (read < 0 || Instant.now().isAfter(end)) {
          throw new LabFailure(
              "Could not %s: its shell %s. It said:\n%s"
                  .formatted(
                      purpose,
                      read < 0 ? "is gone, for QEMU has ended" : "did not answer in time",
                      LocalCommand.lastLines(said.toString())));
        }
        if (channel.write(out) == 0 && read == 0) {
          Qemu.pause(Duration.ofMillis(5));
        }
      }
      return said.toString();
    } catch (IOException e) {
      throw new LabFailure("Could not " + purpose + ": its serial line broke", e);
    }
  }

  private static boolean isWhole(StringBuilder said) {
    int end = said.lastIndexOf(END);
    return end >= 0 && said.indexOf("\n", end) > 0;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LabFailure("Could not close the serial line of a node", e);
    }
  }
}
