package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Which seeds are lived through: {@code -Dcairn.seed=N} that one, {@code -Dcairn.seeds=COUNT} so
 * many from 1, or from N where both are given; otherwise as many as fit into a fast run of all
 * tests.
 */
final class Seeds {
  private static final int FAST = 2;

  private Seeds() {}

  /** One life. */
  @FunctionalInterface
  interface Life {
    /** Lives it; fails when something holds that must not. */
    void live(long seed) throws Exception;
  }

  /** Lives them all, two at the same time, and tells of the first that fails and of how many. */
  static void forEach(Life life) {
    forEach(Integer.getInteger("cairn.seeds", FAST), life);
  }

  /** Lives the first so many. */
  static void forEach(int count, Life life) {
    List<Future<Void>> lives = new ArrayList<>();
    List<Long> seeds = chosen(count);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (long seed : seeds) {
        Callable<Void> one =
            () -> {
              life.live(seed);
              return null;
            };
        lives.add(threads.submit(one));
      }
    }
    List<Throwable> failures = new ArrayList<>();
    List<Long> failed = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      try {
        lives.get(i).get();
      } catch (ExecutionException e) {
        failures.add(e.getCause() == null ? e : e.getCause());
        failed.add(seeds.get(i));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while living through seeds", e);
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(
          "%d of %d seeds fail: %s. The first: %s"
              .formatted(failed.size(), seeds.size(), failed, failures.getFirst()),
          failures.getFirst());
    }
  }

  private static List<Long> chosen(int count) {
    Long first = Long.getLong("cairn.seed");
    if (first == null) {
      return LongStream.rangeClosed(1, count).boxed().toList();
    }
    return LongStream.range(first, first + Integer.getInteger("cairn.seeds", 1)).boxed().toList();
  }
}
