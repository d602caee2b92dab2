package io.cairn.provider.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A program of this computer, run to its end. */
record LocalCommand(List<String> argv) {
  LocalCommand {
    argv = List.copyOf(argv);
  }

  static LocalCommand of(String... argv) {
    return new LocalCommand(List.of(argv));
  }

  /** What it printed, both outputs in one, and how it ended. */
  record Result(int status, String output) {}

  /** Runs it; its lines go to {@code line} while it runs. */
  Result run(Consumer<String> line) {
    try {
      Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      process.getOutputStream().close();
      StringBuilder output = new StringBuilder();
      try (var reader = process.inputReader();
          Undo _ = Undo.whenInterrupted(() -> endTree(process))) {
        reader
            .lines()
            .forEach(
                text -> {
                  output.append(text).append('\n');
                  line.accept(text);
                });
      } catch (UncheckedIOException e) {
        process.destroy();
        throw e;
      }
      return new Result(waitFor(process), output.toString());
    } catch (IOException e) {
      throw new LabFailure("Could not run " + argv.getFirst() + " on this computer", e);
    }
  }

  /** A program that went into the background is none of the tree, and goes on. */
  private static void endTree(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /** Runs it, and fails with its words unless it succeeds. */
  String require(String purpose) {
    Result result = run(_ -> {});
    if (result.status() != 0) {
      throw new LabFailure(
          """
          Could not %s.
          Command: %s
          Exit status %d, output:
          %s"""
              .formatted(
                  purpose, String.join(" ", argv), result.status(), lastLines(result.output())));
    }
    return result.output();
  }

  /** At most the last 15 lines. */
  static String lastLines(String output) {
    List<String> lines = output.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while a program of this computer ran", e);
    }
  }

  /** Whether a program of that name is on the search path, or where Debian has it for root. */
  static boolean exists(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    for (String folder : path.split(":")) {
      if (!folder.isEmpty() && Path.of(folder, program).toFile().canExecute()) {
        return true;
      }
    }
    return false;
  }
}
