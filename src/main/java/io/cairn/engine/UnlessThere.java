package io.cairn.engine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * For what the survey could not look at, because the resource below was not in use on the node: the
 * step looks itself, when it is, and makes only what is missing.
 *
 * @param there holds where it is there, and Cairn's
 */
public record UnlessThere(String name, Guard there) {
  /** What is added to the intent of a step. */
  public static final String WORDS = ", unless it is there";

  /** The guards as one, which need not hold where nothing is made. */
  public Guard easedGuard(List<Guard> guards) {
    return Guard.that(
        guards.stream().map(Guard::what).collect(Collectors.joining("; "))
            + "; or "
            + name
            + " is there",
        condition()
            + " || {\n"
            + guards.stream().map(g -> g.test().toShell()).collect(Collectors.joining("\n"))
            + "\n}");
  }

  /** The commands, where it is not there. */
  public Command easedCommand(List<Command> commands) {
    return Command.script(
        "if "
            + condition()
            + "; then progress '"
            + name
            + " is there already'\nelse\n"
            + commands.stream().map(Command::toShell).collect(Collectors.joining("\n"))
            + "\nfi");
  }

  private String condition() {
    return "(\n" + there.test().toShell() + "\n) > /dev/null 2>&1";
  }
}
