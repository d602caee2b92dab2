package io.cairn.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;

/** The page about the commands: what each says of itself with {@code --help}. */
final class CommandsPage {
  private static final String HEAD =
      """
      <!-- Written from the commands' own help; a test fails when it differs. -->

      # Commands

      `cairn help COMMAND` and `cairn COMMAND --help` print the same. What has a `FILE` reads `cluster.yaml` without it. Facts go to
      standard output, everything else to standard error; with `--json` standard output is JSON alone. Colours
      are left out with `NO_COLOR`, and where the output is no terminal.

      ## Completion

      `source <(cairn completion bash)` in `~/.bashrc`, `source <(cairn completion zsh)` in `~/.zshrc` after `compinit`, or
      `cairn completion fish | source` in `~/.config/fish/config.fish`. It completes commands, options, and the names of nodes and
      layers, which it reads from the cluster file without starting Java, as far as that has one name a line.

      ## A part of a cluster

      `--node` and `--target` choose a part of `plan`, `apply`, `runbook`, `status` and `diagram`; both can be
      repeated, and both together mean the layers on these nodes. A chosen step brings every step that it needs, on whichever
      layer and node. What comes with it and what is left out is named. docs/decisions/0006 says why.
      """;

  private CommandsPage() {}

  /** Every command by the words that call it, those below it included. */
  static Map<String, CommandLine> commands(CommandLine program) {
    Map<String, CommandLine> commands = new LinkedHashMap<>();
    commands.put(program.getCommandSpec().qualifiedName(), program);
    for (Entry<String, CommandLine> sub : program.getSubcommands().entrySet()) {
      if (!(sub.getValue().getCommandSpec().userObject() instanceof HelpCommand)) {
        commands.putAll(commands(sub.getValue()));
      }
    }
    return commands;
  }

  static String text(CommandLine program) {
    StringBuilder page = new StringBuilder(HEAD);
    commands(program)
        .forEach(
            (name, command) ->
                page.append("\n## `")
                    .append(name)
                    .append("`\n\n```\n")
                    .append(usage(command))
                    .append("```\n"));
    return page.toString();
  }

  private static String usage(CommandLine command) {
    return command
        .setUsageHelpWidth(100)
        .getUsageMessage(Ansi.OFF)
        .lines()
        .map(String::stripTrailing)
        .reduce("", (all, line) -> all + line + "\n");
  }
}
