package io.cairn.sim;

import io.cairn.host.Line;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A login shell or a program on a machine, followed to its end. */
final class Session implements Line {
  private final Machine machine;
  private final String id;
  private final SocketChannel control;
  private final @Nullable SocketChannel stream;
  private final InputStream reader;
  private volatile boolean cut;

  /** Starts it; a login session also gets a stream to and from its shell. */
  Session(Machine machine, Kind kind, String id) throws IOException {
    this.machine = machine;
    this.id = id;
    control = SocketChannel.open(machine.socket("init"));
    write(control, kind.word + " " + id + "\n");
    if (kind == Kind.LOGIN) {
      readLine(control);
      stream = SocketChannel.open(machine.socket("io." + id));
      reader = new BufferedInputStream(Channels.newInputStream(stream));
    } else {
      stream = null;
      reader = InputStream.nullInputStream();
    }
  }

  /** What is started. */
  enum Kind {
    LOGIN("login"),
    PROGRAM("program");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  private static void write(SocketChannel to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static String readLine(SocketChannel from) throws IOException {
    StringBuilder line = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (from.read(one) > 0 && one.get(0) != '\n') {
      line.append((char) one.get(0));
      one.clear();
    }
    return line.toString();
  }

  /**
   * Waits for its end.
   *
   * @return its wait status; -1 where the machine lost power before
   */
  int await() {
    try {
      String status = readLine(control);
      control.close();
      return status.isEmpty() ? -1 : Integer.parseInt(status);
    } catch (IOException _) {
      return -1;
    }
  }

  /** What a program printed, or a login shell complained of. */
  String output() {
    return machine.readFile("/sim/out." + id);
  }

  /** The line breaks, as a network does: neither side hears of the other again. */
  void cut() {
    cut = true;
    closeStream();
  }

  /** Whether nobody listens at the other end any more. */
  boolean isLeft() {
    return cut || (stream != null && !stream.isOpen());
  }

  String id() {
    return id;
  }

  private void closeStream() {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public OutputStream toShell() {
    if (stream == null) {
      throw new IllegalStateException("a program has no line");
    }
    return Channels.newOutputStream(stream);
  }

  @Override
  public InputStream fromShell() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        try {
          int count = reader.read(to, offset, length);
          // a reader that wakes late after the cut finds what was written since
          return cut ? -1 : count;
        } catch (IOException e) {
          if (cut || !machine.isOn()) {
            return -1;
          }
          throw e;
        }
      }
    };
  }

  @Override
  public String lastWords() {
    if (cut || !machine.isOn()) {
      return "the connection timed out";
    }
    await();
    return output().strip();
  }

  @Override
  public void close() {
    closeStream();
  }
}
