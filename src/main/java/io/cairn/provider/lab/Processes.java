package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Processes that a lab started, found by what they are and not by a number that may have passed on
 * to another: their pid file, which stands among their arguments, lies in the lab's folder. One
 * that was started by a Cairn which then died at once is found all the same.
 */
record Processes(List<ProcessHandle> handles) {
  /** The argument before the path of the pid file, of QEMU and of the lab's switch. */
  static final String MARK = "-pidfile";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  Processes {
    handles = List.copyOf(handles);
  }

  /** Those whose pid file lies in that folder, at any depth. */
  static Processes of(Path folder) {
    return new Processes(
        ProcessHandle.allProcesses()
            .filter(handle -> pidFile(handle).filter(file -> file.startsWith(folder)).isPresent())
            .toList());
  }

  /** Those that have a path in that folder among their arguments. */
  static Processes naming(Path folder) {
    return new Processes(
        ProcessHandle.allProcesses()
            .filter(handle -> handle.pid() != ProcessHandle.current().pid())
            .filter(
                handle ->
                    arguments(handle).stream()
                        .anyMatch(argument -> argument.startsWith(folder + "/")))
            .toList());
  }

  /** Whether there is one. */
  boolean any() {
    return !handles.isEmpty();
  }

  /** Ends them at once, as a power cut does, and waits until they are gone. */
  void end() {
    handles.forEach(ProcessHandle::destroyForcibly);
    try {
      CompletableFuture.allOf(
              handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while processes of the lab ended", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new LabFailure("Processes of the lab do not end: " + handles, e);
    }
  }

  /** Ends them with everything that they started. */
  void endTrees() {
    List<ProcessHandle> all = new ArrayList<>(handles);
    handles.forEach(handle -> handle.descendants().forEach(all::add));
    new Processes(all).end();
  }

  private static Optional<Path> pidFile(ProcessHandle handle) {
    List<String> arguments = arguments(handle);
    int mark = arguments.indexOf(MARK);
    return mark < 0 || mark + 1 >= arguments.size()
        ? Optional.empty()
        : Optional.of(Path.of(arguments.get(mark + 1)));
  }

  private static List<String> arguments(ProcessHandle handle) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
      return Arrays.asList(new String(line, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException _) {
      // it ended meanwhile, or is another user's
      return List.of();
    }
  }
}
