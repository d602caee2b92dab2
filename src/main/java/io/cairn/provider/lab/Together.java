package io.cairn.provider.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same for all nodes at once. */
final class Together {
  private Together() {}

  /** What is done for one. */
  interface Work<T> {
    void on(T one) throws IOException;
  }

  /** Waits for all to end; fails with the first failure, the others attached. */
  static <T> void run(List<T> all, Work<T> work) throws IOException {
    List<LabFailure> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (T one : all) {
        ends.add(
            threads.submit(
                () -> {
                  work.on(one);
                  return one;
                }));
      }
      for (Future<?> end : ends) {
        try {
          end.get();
        } catch (ExecutionException e) {
          failures.add(failure(e.getCause()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new LabFailure("Interrupted while nodes of the lab started", e);
        }
      }
    }
    if (!failures.isEmpty()) {
      LabFailure first = failures.getFirst();
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  private static LabFailure failure(@org.jspecify.annotations.Nullable Throwable cause) {
    return switch (cause) {
      case LabFailure failure -> failure;
      case IOException e -> new LabFailure("Could not bring a node of the lab up", e);
      case null -> new LabFailure("A node of the lab failed without a reason. This is a bug.");
      default -> throw new IllegalStateException(cause);
    };
  }
}
