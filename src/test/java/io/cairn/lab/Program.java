package io.cairn.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as an administrator starts it: {@code ./cairn}, as a process of its own. */
final class Program {
  private final Path directory;
  private final String file;

  Program(Path directory, String file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * What a command said.
   *
   * @param text both outputs, as a person sees them
   */
  record Said(List<String> command, int exit, String text, Duration took) {
    /** Fails with everything that was said, unless it exited with that code. */
    Said exits(int expected) {
      if (exit != expected) {
        throw new AssertionError(
            String.join(" ", command)
                + " exited with "
                + exit
                + ", not "
                + expected
                + ":\n"
                + text);
      }
      return this;
    }
  }

  /** Runs {@code cairn COMMAND... -f FILE}. */
  Said cairn(String... command) {
    List<String> argv = new ArrayList<>(List.of("./cairn"));
    argv.addAll(List.of(command));
    argv.addAll(List.of("-f", file));
    return run(argv);
  }

  /** Runs a shell script on a twin. */
  Said on(String node, String script) {
    return run(List.of("./cairn", "lab", "ssh", "-f", file, node, script));
  }

  /** Runs any command. */
  Said run(List<String> argv) {
    System.out.println("$ " + String.join(" ", argv));
    long begun = System.nanoTime();
    try {
      Path output = Files.createTempFile("cairn-lab-test", ".out");
      Process process = start(argv, output);
      if (!process.waitFor(30, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(argv + " did not end:\n" + Files.readString(output));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      System.out.printf(
          "%s[exit %d after %.1f s]%n", text, process.exitValue(), took.toMillis() / 1000.0);
      return new Said(argv, process.exitValue(), text, took);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Starts a command with both outputs into a file. */
  Process start(List<String> argv, Path output) throws IOException {
    return new ProcessBuilder(argv)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(output.toFile())
        .start();
  }

  /** Waits for so many lines that begin so; false where the process ends before. */
  static boolean awaitLines(Process process, Path output, String begin, int count)
      throws IOException, InterruptedException {
    while (Files.readString(output).lines().filter(line -> line.startsWith(begin)).count()
        < count) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Starts {@code cairn COMMAND... -f FILE} and returns at once. It hears an interrupt even where
   * the tests were started in the background of a script, which ignores it for all below.
   */
  Process startCairn(Path output, String... command) throws IOException {
    List<String> argv = new ArrayList<>(List.of("env", "--default-signal=INT", "./cairn"));
    argv.addAll(List.of(command));
    argv.addAll(List.of("-f", file));
    return start(argv, output);
  }
}
