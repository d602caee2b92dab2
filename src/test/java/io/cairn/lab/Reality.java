package io.cairn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.lab.Program.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/** The twins of src/test/resources/lab/reality.yaml, and what is on them that must not change. */
final class Reality {
  static final List<String> NODES = List.of("left", "right");

  // whatever a step of Cairn could leave: the disks' ends and signatures, what lies on them, files,
  // packages, addresses, DRBD
  private static final String STATE =
      """
      for disk in store halves local; do
        path=/dev/disk/by-id/virtio-$disk
        [ -b "$path" ] || { echo "$disk absent"; continue; }
        blockdev --flushbufs $path # what DRBD writes goes past the cache of its disk
        echo "$disk $(blockdev --getsize64 $path) $(head -c 1M $path | sha256sum) $(tail -c 1M $path | sha256sum)"
        wipefs --no-act --noheadings $path
      done
      lsblk --noheadings --raw --output NAME,TYPE,SIZE,MOUNTPOINTS | sort
      find /etc /srv /mnt /usr/local /var/lib/cairn -printf '%p %y %m %l\\n' 2> /dev/null | sort
      find /etc /srv /mnt /usr/local /var/lib/cairn -type f -exec sha256sum {} + 2> /dev/null | sort
      dpkg-query --show; ip -brief address; uname -n
      cat /proc/drbd 2> /dev/null || true
      """;

  final Path directory;
  final Program program;
  private final Path file;

  Reality() {
    try {
      directory = Files.createTempDirectory("cairn-reality");
      file = directory.resolve("reality.yaml");
      Files.copy(Path.of("src/test/resources/lab/reality.yaml"), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    program = new Program(Path.of("").toAbsolutePath(), file.toString());
  }

  /** The same cluster with another file. */
  Program with(UnaryOperator<String> change) {
    try {
      String text = Files.readString(file);
      String changed = change.apply(text);
      assertThat(changed).isNotEqualTo(text);
      Path other = Files.writeString(directory.resolve("changed.yaml"), changed);
      return new Program(Path.of("").toAbsolutePath(), other.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the lab's folder, as docs/lab.md names them. */
  static Path labFile(String name) {
    Path state =
        Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
            .filter(path -> path.startsWith("/"))
            .map(Path::of)
            .orElse(Path.of(System.getenv().getOrDefault("HOME", "/root"), ".local", "state"));
    return state.resolve("cairn/labs/reality").resolve(name);
  }

  /** Runs a script on a twin, over a connection that is kept for the next one. */
  Said on(String node, String script) {
    List<String> argv = new ArrayList<>(List.of("ssh", "-F", labFile("ssh_config").toString()));
    // of the connection that is kept, nothing may hold on to the output of the command
    argv.addAll(List.of("-o", "ControlMaster=auto", "-o", "ControlPersist=600"));
    argv.addAll(List.of("-o", "ControlPath=" + directory.resolve("%n"), "-o", "User=root"));
    argv.addAll(List.of(node, script));
    return program.run(argv);
  }

  /** Keeps on these nodes how they are. */
  void remember(List<String> nodes) {
    onEach(nodes, "{ " + STATE + "} > /root/before");
  }

  /** Fails with the difference when they are not as they were. */
  void isAsBefore(List<String> nodes) {
    onEach(nodes, "{ " + STATE + "} > /root/after; diff /root/before /root/after");
  }

  private void onEach(List<String> nodes, String script) {
    List<Future<Said>> said = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node -> said.add(threads.submit(() -> on(node, script))));
    }
    for (Future<Said> one : said) {
      try {
        one.get().exits(0);
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** {@code apply} says all that, ends with 1, and leaves these nodes as they were. */
  void isRefused(Program changed, List<String> nodes, String... words) {
    remember(nodes);
    Said said = changed.cairn("apply", "--lab", "--yes").exits(1);
    isClear(said, words);
    assertThat(said.text()).contains("nothing was changed");
    isAsBefore(nodes);
  }

  void isRefused(String... words) {
    isRefused(program, NODES, words);
  }

  /** It says all that, and does not speak of itself. */
  static void isClear(Said said, String... words) {
    assertThat(said.text().replaceAll("\\s+", " "))
        .contains(words)
        .doesNotContain("bug in Cairn", "Exception");
  }

  /** Does something to a node, then the trial, then takes it back whatever came of it. */
  void during(String node, String done, String undone, Runnable trial) {
    try {
      on(node, "set -e\n" + done).exits(0);
      trial.run();
    } finally {
      on(node, undone);
    }
  }

  /** Runs the trial while a file of the lab is another. */
  void whileFile(String name, UnaryOperator<String> change, Runnable trial) {
    Path path = labFile(name);
    try {
      String text = Files.readString(path);
      String changed = change.apply(text);
      assertThat(changed).isNotEqualTo(text);
      Files.writeString(path, changed);
      try {
        trial.run();
      } finally {
        Files.writeString(path, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
