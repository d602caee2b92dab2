package io.cairn.sim;

import io.cairn.graph.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One node: its files, and while it is powered on, its processes. */
final class Machine {
  // tools that are answered at the same time: a unit's start within a call of systemctl, services
  // that sleep, one that hangs. Each thread waits for the next call itself: handing it over to
  // another one would take longer than the answer
  private static final int AT_ONCE = 12;

  private static final List<String> DIRECTORIES =
      List.of(
          "usr/bin",
          "usr/lib",
          "usr/sbin",
          "usr/local/bin",
          "usr/local/lib",
          "usr/local/sbin",
          "usr/share",
          "sim/content",
          "sim/proc",
          "etc",
          "var/lib/cairn",
          "var/log",
          "dev",
          "srv",
          "proc",
          "sys",
          "run/lock",
          "tmp",
          "root",
          "opt",
          "mnt");

  private final NodeName name;
  private final Image image;
  private final Path root;
  private final Path content;
  private final BiConsumer<Machine, SocketChannel> desk;
  private final AtomicInteger sessions = new AtomicInteger();
  private final List<Session> logins = new ArrayList<>();
  private @Nullable Process init;
  private @Nullable ServerSocketChannel door;

  /**
   * A machine that is off, with the bare directories.
   *
   * @param desk is called for every tool that runs on it, in a thread of its own
   */
  Machine(
      NodeName name,
      Path home,
      Path content,
      Image image,
      BiConsumer<Machine, SocketChannel> desk) {
    this.name = name;
    this.image = image;
    this.root = home.resolve(name.text());
    this.content = content;
    this.desk = desk;
    try {
      for (String directory : DIRECTORIES) {
        Files.createDirectories(root.resolve(directory));
      }
      Files.setPosixFilePermissions(
          root.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
      for (String link : List.of("bin", "sbin", "lib")) {
        Files.createSymbolicLink(root.resolve(link), Path.of("usr/" + link));
      }
      Files.createSymbolicLink(root.resolve("lib64"), Path.of("usr/lib/lib64"));
      // umount(8) looks there for what is mounted
      Files.createSymbolicLink(root.resolve("proc/self"), Path.of("/sim/proc/self"));
      for (String node : List.of("null", "zero", "urandom")) {
        Files.createLink(root.resolve("dev").resolve(node), image.node(node));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the machine " + name, e);
    }
  }

  NodeName name() {
    return name;
  }

  /** Its root directory as this JVM sees it. */
  Path root() {
    return root;
  }

  Image image() {
    return image;
  }

  boolean isOn() {
    return init != null;
  }

  UnixDomainSocketAddress socket(String socket) {
    return UnixDomainSocketAddress.of(root.resolve("sim").resolve(socket));
  }

  /** Its kernel comes up; nothing is started yet. */
  void powerOn() {
    try {
      Files.deleteIfExists(root.resolve("sim/tools"));
      ServerSocketChannel opened =
          ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(socket("tools"), 64);
      door = opened;
      for (int i = 0; i < AT_ONCE; i++) {
        Thread.ofPlatform().daemon().name("tools of " + name).start(() -> serve(opened));
      }
      Process process =
          new ProcessBuilder(
                  "unshare",
                  "--mount",
                  "--uts",
                  "--pid",
                  "--fork",
                  "--kill-child",
                  "sh",
                  image.boot().toString(),
                  root.toString(),
                  image.directory().toString(),
                  content.toString(),
                  name.text())
              .redirectErrorStream(true)
              .start();
      byte[] said = process.getInputStream().readNBytes(3);
      if (!new String(said, StandardCharsets.UTF_8).equals("up\n")) {
        String rest =
            new String(said, StandardCharsets.UTF_8)
                + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new IllegalStateException(
            "The simulated cluster cannot run here. It needs root and the kernel's mount, process and"
                + " host name spaces (unshare(1)), and got: "
                + rest.strip());
      }
      init = process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the machine " + name, e);
    }
  }

  private void serve(ServerSocketChannel opened) {
    while (true) {
      try {
        desk.accept(this, opened.accept());
      } catch (IOException _) {
        return; // the door was closed with the power
      }
    }
  }

  /** Every process is gone when this returns, and what was in memory: /run, /tmp. */
  void powerOff() {
    Process running = init;
    ServerSocketChannel opened = door;
    if (running == null || opened == null) {
      return;
    }
    init = null;
    door = null;
    try {
      opened.close();
      running.getOutputStream().close();
      running.waitFor();
      for (String memory : List.of("run", "tmp")) {
        Image.delete(root.resolve(memory));
        Files.createDirectories(root.resolve(memory));
      }
      Files.createDirectories(root.resolve("run/lock"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop the machine " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping " + name, e);
    }
    synchronized (logins) {
      logins.clear();
    }
  }

  /** A login shell. */
  Session login() throws IOException {
    if (!isOn()) {
      throw new IOException("No route to host");
    }
    Session session = new Session(this, Session.Kind.LOGIN, "l" + sessions.incrementAndGet());
    synchronized (logins) {
      logins.add(session);
    }
    return session;
  }

  /** Starts a program. */
  Session start(List<String> argv) throws IOException {
    String id = "p" + sessions.incrementAndGet();
    writeFile("/sim/run." + id, String.join("\0", argv));
    return new Session(this, Session.Kind.PROGRAM, id);
  }

  /** Runs a program of the imitation itself, which must not fail. */
  void runPlain(String... argv) {
    try {
      Session session = start(List.of(argv));
      int status = session.await();
      if (status != 0 && isOn()) {
        throw new IllegalStateException(
            List.of(argv) + " failed on " + name + ": " + session.output());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every connection to it breaks. */
  void cutLines() {
    synchronized (logins) {
      logins.forEach(Session::cut);
    }
  }

  /** Waits until every shell that nobody listens to any more has ended. */
  void awaitCut() {
    List<Session> ending;
    synchronized (logins) {
      ending = logins.stream().filter(Session::isLeft).toList();
      logins.removeAll(ending);
    }
    ending.forEach(Session::await);
  }

  /** A path of the machine as this JVM sees it. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  String readFile(String path) {
    try {
      return Files.readString(at(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeFile(String path, String text) {
    try {
      Files.createDirectories(at(path).getParent());
      Files.writeString(at(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasFile(String path) {
    return Files.exists(at(path));
  }

  /** Makes one of the fake tools appear in the node's path. */
  void installTool(String tool) {
    Path link = root.resolve("usr/sbin").resolve(tool);
    try {
      if (!Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of("/usr/lib/sim/tool"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below a directory, by their path on the machine; empty where it is not there. */
  List<String> filesBelow(String directory) {
    if (!Files.isDirectory(at(directory))) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(at(directory))) {
      return all.filter(Files::isRegularFile)
          .map(path -> "/" + root.relativize(path))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
