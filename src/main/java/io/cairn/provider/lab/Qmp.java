package io.cairn.provider.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A connection to a running QEMU's control socket (QEMU Machine Protocol). */
final class Qmp implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader in;
  private final Writer out;

  private Qmp(SocketChannel channel) {
    this.channel = channel;
    in =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    out = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  /** Connects; QEMU serves one such connection at a time. */
  static Qmp connect(Path socket) {
    try {
      Qmp qmp = new Qmp(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
      qmp.readLine();
      qmp.execute("qmp_capabilities", Map.of());
      return qmp;
    } catch (IOException e) {
      throw new LabFailure("Could not reach QEMU at " + socket, e);
    }
  }

  /** Executes one command and returns what it answers; events in between are passed over. */
  JsonNode execute(String command, Map<String, ?> arguments) {
    try {
      Map<String, Object> request = new LinkedHashMap<>();
      request.put("execute", command);
      request.put("arguments", arguments);
      out.write(Json.write(request) + "\n");
      out.flush();
      while (true) {
        JsonNode answer = Json.read(readLine());
        if (answer.has("return")) {
          return answer.get("return");
        }
        if (answer.has("error")) {
          throw new LabFailure(
              "QEMU refused " + command + ": " + answer.path("error").path("desc").asText());
        }
      }
    } catch (IOException e) {
      throw new LabFailure("QEMU did not answer " + command, e);
    }
  }

  /** Sends a command after which QEMU ends. */
  void quit() {
    execute("quit", Map.of());
  }

  private String readLine() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("it ended");
    }
    return line;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LabFailure("Could not close a control connection", e);
    }
  }
}
