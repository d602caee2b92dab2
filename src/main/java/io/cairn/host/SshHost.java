package io.cairn.host;

import io.cairn.engine.Reply;
import io.cairn.graph.NodeName;
import io.cairn.graph.SshTarget;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node over OpenSSH's own client: one connection stays open, a shell at its other end takes
 * script after script.
 *
 * <p>A script travels as a here-document into a private file, so nothing of it appears in an
 * argument list on the node. Its outputs go to files, its file descriptor 3 is the live line back
 * (progress). When the connection breaks, a script that runs goes on to its end, and the lock (see
 * {@link Claim}) stays held until then.
 */
public final class SshHost implements Host {
  private static final String MARK = "\u0001CAIRN ";
  private static final String END = "CAIRN_SCRIPT_END_";

  private final NodeName node;
  private final SshOptions options;
  private final Claim claim;
  private @Nullable Connection connection;

  /** A node that is connected to when first used. */
  public SshHost(NodeName node, SshOptions options, Claim claim) {
    this.node = node;
    this.options = options;
    this.claim = claim;
  }

  @Override
  public NodeName node() {
    return node;
  }

  @Override
  public synchronized Outcome run(String script, String input, Consumer<String> progress) {
    try {
      Connection open = connection;
      if (open == null) {
        open = new Connection(argv());
        if (open.greet(claim) instanceof Outcome.Lost lost) {
          open.close();
          return lost;
        }
        connection = open;
      }
      Outcome outcome = open.ask(script, input, progress);
      if (outcome instanceof Outcome.Lost) {
        close();
      }
      return outcome;
    } catch (IOException e) {
      close();
      return new Outcome.Lost("the connection broke: " + e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    Connection open = connection;
    if (open != null) {
      open.close();
      connection = null;
    }
  }

  private List<String> argv() {
    // setsid: an interrupt typed at the terminal must reach Cairn, not the connections that it
    // finishes its work over
    List<String> argv = new ArrayList<>(List.of("setsid", "ssh", "-T"));
    argv.addAll(List.of("-o", "BatchMode=yes", "-o", "ConnectTimeout=15"));
    argv.addAll(List.of("-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=6"));
    argv.addAll(options.arguments());
    SshTarget target = options.target();
    target.port().ifPresent(port -> argv.addAll(List.of("-p", port.toString())));
    target.user().ifPresent(user -> argv.addAll(List.of("-l", user)));
    argv.addAll(List.of("--", target.host(), "exec sh"));
    return argv;
  }

  /** One running ssh, with the shell loop at its other end. */
  private static final class Connection {
    private final Process process;
    private final OutputStream in;
    private final InputStream out;
    private volatile String errors = "";
    private final Thread errorReader;

    Connection(List<String> argv) throws IOException {
      process = new ProcessBuilder(argv).start();
      in = process.getOutputStream();
      out = new BufferedInputStream(process.getInputStream());
      errorReader = Thread.ofVirtual().start(this::readErrors);
    }

    private void readErrors() {
      try (InputStream err = process.getErrorStream()) {
        errors = new String(err.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        errors = "its error output was not readable: " + e.getMessage();
      }
    }

    Outcome greet(Claim claim) throws IOException {
      String id = UUID.randomUUID().toString();
      String greeting =
          """
          export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
          D=$(umask 077; mktemp -d /run/cairn.XXXXXX 2>/dev/null || mktemp -d)
          trap 'rm -rf "$D"' EXIT
          %s
          printf '\\n\\001CAIRN %s 0 0 0\\n'
          """
              .formatted(claim.script(), id);
      return exchange(greeting, id, _ -> {});
    }

    Outcome ask(String script, String input, Consumer<String> progress) throws IOException {
      String id = UUID.randomUUID().toString();
      String end = END + id;
      String feed =
          input.isEmpty()
              ? ": > \"$D/i\""
              : "cat > \"$D/i\" <<'" + end + "'\n" + input.stripTrailing() + "\n" + end;
      // 9>&-: what the script starts must not hold the claim's lock beyond the script itself
      String request =
          """
          cat > "$D/s" <<'%1$s'
          progress() { printf '%%s\\n' "$*" >&3; }
          %2$s
          %1$s
          %3$s
          sh "$D/s" 3>&1 < "$D/i" > "$D/o" 2> "$D/e" 9>&-
          R=$?; rm -f "$D/i" "$D/s"
          printf '\\n\\001CAIRN %4$s %%d %%d %%d\\n' $R $(wc -c < "$D/o") $(wc -c < "$D/e"); cat "$D/o" "$D/e"
          """
              .formatted(end, script, feed, id);
      return exchange(request, id, progress);
    }

    private Outcome exchange(String request, String id, Consumer<String> progress)
        throws IOException {
      try {
        in.write(request.getBytes(StandardCharsets.UTF_8));
        in.flush();
      } catch (IOException _) {
        return lost();
      }
      while (true) {
        Optional<String> line = readLine();
        if (line.isEmpty()) {
          return lost();
        }
        if (line.get().startsWith(MARK + id)) {
          return ended(line.get().split(" "));
        }
        if (!line.get().isEmpty()) {
          progress.accept(line.get());
        }
      }
    }

    private Outcome ended(String[] words) throws IOException {
      byte[] standardOut = out.readNBytes(Integer.parseInt(words[3]));
      byte[] standardErr = out.readNBytes(Integer.parseInt(words[4]));
      return new Outcome.Ended(
          new Reply(
              Integer.parseInt(words[2]),
              new String(standardOut, StandardCharsets.UTF_8),
              new String(standardErr, StandardCharsets.UTF_8)));
    }

    private Optional<String> readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int b = out.read();
      while (b != -1 && b != '\n') {
        line.write(b);
        b = out.read();
      }
      return b == -1 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    private Outcome lost() {
      try {
        process.waitFor();
        errorReader.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      String said = errors.strip();
      return new Outcome.Lost(said.isEmpty() ? "the connection closed" : said);
    }

    void close() {
      try {
        in.close();
      } catch (IOException _) {
        // the other end is gone already
      }
      process.destroy();
    }
  }
}
