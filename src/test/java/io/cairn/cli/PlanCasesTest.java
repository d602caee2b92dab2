package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.Golden;
import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Context;
import io.cairn.engine.Engines;
import io.cairn.plan.Planner;
import io.cairn.survey.Replay;
import io.cairn.view.FindingText;
import io.cairn.view.PlanText;
import io.cairn.view.Screen;
import io.cairn.view.Status;
import io.cairn.view.StatusText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder with a README below {@code src/test/resources/cases/plan} is a cluster file, what
 * real nodes answered at a certain moment, and what Cairn says of it and would do. {@code
 * bin/capture} records one; CONTRIBUTING.md tells how.
 */
class PlanCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases/plan");
  static final Screen SCREEN = Screen.plain(120);
  private static final Engines ENGINES = AllEngines.build();

  /** A shared secret of DRBD in a configuration, and not the words that stand for one. */
  private static final Pattern SECRET =
      Pattern.compile("shared-secret\\s+(\"(?!@CAIRN_SECRET:)|[^\"\\s;*]+;)");

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files
          .filter(file -> file.endsWith("README") || file.endsWith("facts"))
          .map(file -> CASES.relativize(file.resolveSibling("")))
          .distinct()
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plansAsTheCaseExpects(Path name) throws IOException {
    Path folder = CASES.resolve(name);
    assertThat(folder.resolve("README")).content().isNotBlank();
    Context context = context(folder);
    Planner.Result result = Planner.plan(context);
    SoftAssertions softly = new SoftAssertions();
    softly.check(() -> Golden.check(folder.resolve("plan.txt"), plan(result, context)));
    softly.check(() -> Golden.check(folder.resolve("findings.txt"), findings(result)));
    softly.check(
        () ->
            Golden.check(folder.resolve("status.txt"), StatusText.of(Status.of(context), SCREEN)));
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsNoSecret(Path name) throws IOException {
    try (Stream<Path> facts = Files.list(CASES.resolve(name).resolve("facts"))) {
      assertThat(facts)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).content().doesNotContainPattern(SECRET));
    }
  }

  @Test
  void refusesAQuestionWithoutAReply(@TempDir Path folder) throws IOException {
    copyOfFresh(folder, text -> text.replace("= node:time\n", "= node:weather\n"));
    assertThatThrownBy(() -> context(folder))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("node1.txt", "node:time", "record it again");
  }

  @Test
  void refusesAReplyThatNobodyAskedFor(@TempDir Path folder) throws IOException {
    copyOfFresh(folder, text -> text + "= node:weather\n| fair\n");
    assertThatThrownBy(() -> context(folder))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("node1.txt", "node:weather", "record it again");
  }

  private static void copyOfFresh(Path folder, UnaryOperator<String> change) throws IOException {
    Path fresh = CASES.resolve("erp/fresh");
    Files.createDirectory(folder.resolve("facts"));
    for (String file : List.of("cluster.yaml", "facts/node1.txt", "facts/node2.txt")) {
      String text = Files.readString(fresh.resolve(file));
      Files.writeString(folder.resolve(file), file.contains("node1") ? change.apply(text) : text);
    }
  }

  /** What the nodes of the case were asked and answered. */
  static Context context(Path folder) throws IOException {
    Path file = folder.resolve("cluster.yaml");
    return switch (ClusterFile.parse("cluster.yaml", Files.readString(file))) {
      case ParseResult.Parsed(var parsed) ->
          Context.of(
              parsed.cluster(),
              Replay.of(folder.resolve("facts"), parsed.cluster(), ENGINES),
              ENGINES);
      case ParseResult.Rejected(var problems) -> throw new AssertionError(file + ": " + problems);
    };
  }

  private static String plan(Planner.Result result, Context context) {
    return result.isRefused()
        ? "no plan: an error stands in the way\n"
        : PlanText.withCommands(result, context.cluster(), SCREEN);
  }

  private static String findings(Planner.Result result) {
    String text = FindingText.of(result.findings(), SCREEN);
    return text.isEmpty() ? "none\n" : text;
  }
}
