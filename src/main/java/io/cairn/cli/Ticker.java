package io.cairn.cli;

import java.util.concurrent.TimeUnit;

/** Does something every second, until it is closed. */
final class Ticker implements AutoCloseable {
  private final Thread thread;

  Ticker(Runnable action) {
    thread = Thread.ofVirtual().name("ticker").start(() -> tick(action));
  }

  private static void tick(Runnable action) {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        action.run();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
