package io.cairn.engine;

import java.util.List;

/**
 * One thing to run on a node; every rendering (plan, runbook, execution) comes from the same value.
 */
public sealed interface Command {
  /** A program with its arguments: nothing in it is interpreted by a shell. */
  record Exec(List<String> argv) implements Command {
    public Exec {
      argv = List.copyOf(argv);
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("a command needs a program");
      }
    }
  }

  /** A piece of POSIX shell, for what arguments alone cannot say: a condition, a pipe, a wait. */
  record Script(String text) implements Command {}

  /**
   * A file or block of a file, written to the side, checked, moved into place, its predecessor
   * kept.
   */
  record Put(ManagedFile file) implements Command {}

  /** A program with its arguments. */
  static Command exec(String... argv) {
    return new Exec(List.of(argv));
  }

  /** A piece of POSIX shell. */
  static Command script(String text) {
    return new Script(text);
  }

  /** A managed file. */
  static Command put(ManagedFile file) {
    return new Put(file);
  }

  /** The text that runs on the node. */
  default String toShell() {
    return switch (this) {
      case Exec(var argv) -> Shell.join(argv);
      case Script(var text) -> text;
      case Put(var file) -> file.toShell();
    };
  }

  /**
   * The text that a person reads and could type: a file is named here, its content stands apart.
   */
  default String shown() {
    return switch (this) {
      case Exec(var argv) -> Shell.join(argv);
      case Script(var text) -> text;
      case Put(var file) -> file.shown();
    };
  }
}
