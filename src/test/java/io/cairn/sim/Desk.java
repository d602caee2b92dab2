package io.cairn.sim;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The conversation with one running tool on a machine (see the test resource {@code sim/tool.c}).
 */
final class Desk implements AutoCloseable {
  private final SocketChannel channel;
  private final DataInputStream in;
  private final DataOutputStream out;

  Desk(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
    this.out = new DataOutputStream(Channels.newOutputStream(channel));
  }

  /** Its name and arguments. */
  List<String> argv() throws IOException {
    return List.of(hear().split("\0", -1));
  }

  private String hear() throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  /** Everything on its standard input. */
  String input() {
    try {
      tell('i', "");
      return hear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void answer(Answer answer) throws IOException {
    switch (answer) {
      case Answer.Said(int exit, String said, String complained) -> {
        if (!said.isEmpty()) {
          tell('o', said);
        }
        if (!complained.isEmpty()) {
          tell('e', complained);
        }
        tell('x', Integer.toString(exit));
      }
      case Answer.Real(String path, var arguments) ->
          tell('r', path + (arguments.isEmpty() ? "" : "\0" + String.join("\0", arguments)));
    }
  }

  /** Kills the script that runs it. */
  void killScript() throws IOException {
    tell('k', "");
    channel.shutdownOutput();
    in.read(); // ends when it is dead
  }

  private void tell(char act, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[5 + bytes.length];
    frame[0] = (byte) act;
    for (int i = 0; i < 4; i++) {
      frame[1 + i] = (byte) (bytes.length >> (24 - 8 * i));
    }
    System.arraycopy(bytes, 0, frame, 5, bytes.length);
    out.write(frame);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
