package io.cairn.cli;

import java.util.Optional;

/**
 * Ctrl-C, or another wish that the program ends. While nothing is being changed it ends at once.
 * While a plan runs, the first one lets the running steps end and starts nothing new, the second
 * one says what is waited for, the third one ends the program; what runs on the nodes then still
 * runs to its end there.
 */
final class Interruption implements AutoCloseable {
  /** What a shell expects of a program that Ctrl-C ended: 128 and the signal's number. */
  static final int EXIT = 130;

  private final Display display;
  private final Signals signals;
  private Optional<Runnable> farewell = Optional.empty();
  private boolean working;
  private boolean worked;
  private int wishes;
  private volatile boolean requested;

  Interruption(Display display) {
    this.display = display;
    this.signals = new Signals(this::wish);
  }

  /** An end at once is a good one, after this. */
  synchronized void onEnd(Runnable last) {
    farewell = Optional.of(last);
  }

  synchronized void begins() {
    working = true;
    worked = true;
  }

  synchronized void ends() {
    working = false;
  }

  private synchronized void wish() {
    wishes++;
    if (!working || wishes > 2) {
      end();
    }
    requested = true;
    display.say(
        wishes == 1
            ? "cairn: stopping: what runs is finished first, nothing new is started. Ctrl-C again tells"
                + " more."
            : "cairn: still waiting for "
                + display.running()
                + ". A command is never cut off on a node. Ctrl-C once more ends Cairn without waiting;"
                + " the node finishes by itself.");
  }

  private void end() {
    display.close();
    farewell.ifPresent(Runnable::run);
    if (farewell.isEmpty()) {
      System.err.println("cairn: interrupted; " + state());
    }
    Runtime.getRuntime().halt(farewell.isEmpty() ? EXIT : Exit.OK);
  }

  private String state() {
    if (working) {
      return "what runs on a node runs to its end there; 'cairn plan' shows then what is left.";
    }
    return worked ? "'cairn plan' tells whether anything is left." : "nothing was changed.";
  }

  boolean isRequested() {
    return requested;
  }

  @Override
  public void close() {
    signals.close();
  }
}
