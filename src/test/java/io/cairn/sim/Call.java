package io.cairn.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One call of a tool on a server.
 *
 * @param argv its name and arguments
 * @param input reads its standard input to the end
 * @param midway passed by a tool that has done a part of its work, so that a fault may strike there
 */
record Call(Server server, List<String> argv, Supplier<String> input, Runnable midway) {
  Call {
    argv = List.copyOf(argv);
  }

  String tool() {
    return argv.getFirst();
  }

  List<String> arguments() {
    return argv.subList(1, argv.size());
  }

  /** The arguments, told apart, for a tool that takes values after these options. */
  Words words(String... takingValue) {
    return Words.of(arguments(), Set.of(takingValue));
  }

  /** What a tool cannot answer is a gap of the imitation, and must not pass for an answer. */
  UnsupportedOperationException unknown() {
    return new UnsupportedOperationException("the simulation does not know: " + argv);
  }

  /**
   * Arguments told apart.
   *
   * @param options by name with their value, empty for those without one
   * @param operands the rest
   */
  record Words(Map<String, String> options, List<String> operands) {
    static Words of(List<String> arguments, Set<String> takingValue) {
      Map<String, String> options = new HashMap<>();
      List<String> operands = new ArrayList<>();
      boolean onlyOperands = false;
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        int equals = argument.indexOf('=');
        if (onlyOperands || argument.equals("-") || !argument.startsWith("-")) {
          operands.add(argument);
        } else if (argument.equals("--")) {
          onlyOperands = true;
        } else if (argument.startsWith("--") && equals > 0) {
          options.put(argument.substring(0, equals), argument.substring(equals + 1));
        } else if (takingValue.contains(argument) && i + 1 < arguments.size()) {
          options.put(argument, arguments.get(++i));
        } else {
          options.put(argument, "");
        }
      }
      return new Words(Map.copyOf(options), List.copyOf(operands));
    }

    boolean has(String... names) {
      return Set.of(names).stream().anyMatch(options::containsKey);
    }

    Optional<String> value(String... names) {
      for (String name : names) {
        if (options.containsKey(name)) {
          return Optional.ofNullable(options.get(name));
        }
      }
      return Optional.empty();
    }

    String operand() {
      return operands.isEmpty() ? "" : operands.getLast();
    }
  }
}
