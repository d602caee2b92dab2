package io.cairn.host;

import io.cairn.engine.Reply;
import io.cairn.graph.NodeName;
import io.cairn.graph.SshTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
  private final Line.Dial dial;
  private final Claim claim;
  private @Nullable Connection connection;

  /** A node that is connected to when first used. */
  public SshHost(NodeName node, SshOptions options, Claim claim) {
    this(node, () -> new SshLine(argv(options)), claim);
  }

  /** A node that is reached in another way than by ssh: everything but the way is the same. */
  public SshHost(NodeName node, Line.Dial dial, Claim claim) {
    this.node = node;
    this.dial = dial;
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
        open = new Connection(dial.open());
        if (open.greet(claim, () -> {}) instanceof Outcome.Lost lost) {
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
  public synchronized void renew() {
    Connection old = connection;
    connection = null;
    if (old == null) {
      return;
    }
    try {
      Connection open = new Connection(dial.open());
      if (open.greet(claim, old::close) instanceof Outcome.Lost) {
        open.close();
      } else {
        connection = open;
      }
    } catch (IOException _) {
      // the next script tries again, and tells
    } finally {
      old.close();
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

  private static List<String> argv(SshOptions options) {
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

  /** One open line, with the shell loop at its other end. */
  private static final class Connection {
    private final Line line;

    Connection(Line line) {
      this.line = line;
    }

    /**
     * @param claiming run when all that is missing is the claim
     */
    Outcome greet(Claim claim, Runnable claiming) throws IOException {
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
      return exchange(
          greeting,
          id,
          said -> {
            if (said.equals(Claim.CLAIMING)) {
              claiming.run();
            }
          });
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
        line.toShell().write(request.getBytes(StandardCharsets.UTF_8));
        line.toShell().flush();
      } catch (IOException _) {
        return lost();
      }
      while (true) {
        Optional<String> said = readLine();
        if (said.isEmpty()) {
          return lost();
        }
        if (said.get().startsWith(MARK + id)) {
          return ended(said.get().split(" "));
        }
        if (!said.get().isEmpty()) {
          progress.accept(said.get());
        }
      }
    }

    private Outcome ended(String[] words) throws IOException {
      int standardOut = Integer.parseInt(words[3]);
      int standardErr = Integer.parseInt(words[4]);
      byte[] said = line.fromShell().readNBytes(standardOut + standardErr);
      if (said.length < standardOut + standardErr) {
        // half an answer is none: what is missing must not be taken for absent
        return lost();
      }
      return new Outcome.Ended(
          new Reply(
              Integer.parseInt(words[2]),
              new String(said, 0, standardOut, StandardCharsets.UTF_8),
              new String(said, standardOut, standardErr, StandardCharsets.UTF_8)));
    }

    private Optional<String> readLine() throws IOException {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      int b = line.fromShell().read();
      while (b != -1 && b != '\n') {
        said.write(b);
        b = line.fromShell().read();
      }
      return b == -1 ? Optional.empty() : Optional.of(said.toString(StandardCharsets.UTF_8));
    }

    private Outcome lost() {
      String said = line.lastWords();
      return new Outcome.Lost(said.isEmpty() ? "the connection closed" : said);
    }

    void close() {
      line.close();
    }
  }
}
