package io.cairn.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help of all commands has in common. */
final class HelpStyle {
  private static final String EXIT_CODES = "%nExit codes:%n";

  /** In this order. */
  private static final Map<String, String> EXITS =
      new TreeMap<>(
          Map.of(
              "0", "done, or nothing to do", "1", "an error; what and why is on standard error"));

  private HelpStyle() {}

  /** For a command and those below it. */
  static void apply(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (!(spec.userObject() instanceof HelpCommand)) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("show this help, and do nothing else")
              .build());
    }
    headings(command);
    command.getSubcommands().values().forEach(HelpStyle::apply);
  }

  static void headings(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.synopsisHeading("Usage: ");
    usage.descriptionHeading("%n");
    usage.parameterListHeading("%nArguments:%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    usage.footerHeading("%nExamples:%n");
    usage.exitCodeListHeading(EXIT_CODES);
    if (usage.exitCodeList().isEmpty() && command.getSubcommands().isEmpty()) {
      usage.exitCodeList(EXITS);
    }
  }
}
