package io.cairn.provider.lab;

/**
 * What is done when Cairn is interrupted, by Ctrl-C or by a signal, before this is closed. A Cairn
 * that is killed outright undoes nothing: the next {@code lab up} or {@code lab down} does.
 */
final class Undo implements AutoCloseable {
  private final Thread hook;

  private Undo(Thread hook) {
    this.hook = hook;
  }

  static Undo whenInterrupted(Runnable work) {
    Thread hook = new Thread(work, "undo");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Undo(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // Too late: the interruption has come, and the hook is at work.
    }
  }
}
