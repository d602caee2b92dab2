package io.cairn.engine;

import io.cairn.graph.NodeName;
import java.util.List;

/** What a step does. */
public sealed interface Action {
  /** Commands on the step's node, in order; the first that fails ends it. */
  record Run(List<Command> commands) implements Action {
    public Run {
      commands = List.copyOf(commands);
    }
  }

  /**
   * A secret carried from another node to the step's node through Cairn's two connections: what
   * {@code read} prints there is the standard input of {@code write} here. It is never shown,
   * logged or journalled.
   */
  record Carry(NodeName from, Command read, Command write) implements Action {}
}
