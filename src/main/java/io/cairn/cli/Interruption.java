package io.cairn.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C, asked for once: the running steps are finished, nothing new is started, and the process
 * ends then.
 *
 * <p>The virtual machine begins to shut down at the signal and waits for this hook; the hook waits
 * for the work.
 */
final class Interruption implements AutoCloseable {
  private final CountDownLatch workDone = new CountDownLatch(1);
  private volatile boolean requested;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "interruption"));
  }

  private void stop() {
    if (workDone.getCount() == 0) {
      return;
    }
    requested = true;
    System.err.println(
        "\ncairn: stopping; the steps that run are finished first. Run the same command again to go on.");
    try {
      workDone.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isRequested() {
    return requested;
  }

  @Override
  public void close() {
    workDone.countDown();
  }
}
