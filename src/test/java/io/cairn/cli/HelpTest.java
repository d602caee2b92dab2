package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Engines;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  static CommandLine program() {
    return Cairn.commandLine(
        new Means(
            new Engines(List.of()),
            (_, _) -> {
              throw new IllegalStateException("help asks no node");
            }));
  }

  static List<String> commands() {
    return List.copyOf(CommandsPage.commands(program()).keySet());
  }

  /**
   * The commands among the examples, without what only a shell understands, and without words on
   * them.
   */
  static List<String> examples() {
    return CommandsPage.commands(program()).values().stream()
        .flatMap(command -> Arrays.stream(command.getCommandSpec().usageMessage().footer()))
        .map(line -> line.strip().replaceFirst("\\s{2,}.*", "").replaceFirst(" [|>].*", ""))
        .filter(line -> !line.startsWith("source"))
        .toList();
  }

  @Test
  void pageFollowsFromTheCommands() {
    Golden.check(Path.of("docs/commands.md"), CommandsPage.text(program()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandSaysWhatItDoesAndShowsAnExample(String name) {
    var spec = Objects.requireNonNull(CommandsPage.commands(program()).get(name)).getCommandSpec();
    assertThat(spec.usageMessage().description()).isNotEmpty();
    assertThat(spec.usageMessage().footer()).anyMatch(line -> line.contains("cairn "));
    assertThat(Stream.concat(spec.options().stream(), spec.positionalParameters().stream()))
        .allMatch(argument -> argument.description().length > 0);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleCanBeTypedLikeThat(String example) {
    String[] words = example.split(" ");
    assertThat(words[0]).isEqualTo("cairn");
    CommandLine.ParseResult parsed =
        program().parseArgs(Arrays.copyOfRange(words, 1, words.length));
    assertThat(parsed.hasSubcommand()).isTrue();
  }

  @Test
  void everyCommandSaysItsExitCodes() {
    for (Map.Entry<String, CommandLine> entry : CommandsPage.commands(program()).entrySet()) {
      assertThat(entry.getValue().getSubcommands().isEmpty() || entry.getKey().equals("cairn"))
          .as(entry.getKey())
          .isEqualTo(
              entry.getValue().getCommandSpec().usageMessage().exitCodeList().containsKey("0"));
    }
  }
}
