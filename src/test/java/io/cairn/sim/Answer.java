package io.cairn.sim;

import java.util.List;

/** What a tool does when it is called. */
sealed interface Answer {
  /** It prints and ends. */
  record Said(int exit, String out, String err) implements Answer {}

  /** A real program of the image takes over: its path, and its arguments. */
  record Real(String path, List<String> arguments) implements Answer {
    public Real {
      arguments = List.copyOf(arguments);
    }
  }

  /** It succeeds without a word. */
  static Answer ok() {
    return new Said(0, "", "");
  }

  /** It succeeds and prints. */
  static Answer out(String text) {
    return new Said(0, text, "");
  }

  /** It succeeds and prints a line. */
  static Answer line(String text) {
    return out(text + "\n");
  }

  /** It fails and says why. */
  static Answer fail(int exit, String why) {
    return new Said(exit, "", why.isEmpty() ? "" : why + "\n");
  }

  /** Succeeds exactly when that holds, without a word. */
  static Answer when(boolean holds) {
    return new Said(holds ? 0 : 1, "", "");
  }
}
