package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.bench.Pairs;
import io.cairn.engine.Engines;
import io.cairn.engine.Observed;
import io.cairn.operate.Apply;
import io.cairn.survey.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the nodes of {@code ./bench plan} answer is what two simulated ones answered, before and
 * after their file was applied; {@code -Dcairn.update=true} records it again.
 */
@Tag("bench")
final class PairRecordingTest {
  private static final Path RECORDED = Path.of("src/test/resources/bench/pair");

  @Test
  void recordedPairAnswersWhatASurveyAsks() {
    try (Scenario scenario =
        new Scenario(1, Scenario.cluster(Pairs.file(2)), new Engines(Example.engines()))) {
      compare("fresh", scenario.survey().observed());
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Applied.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      compare("finished", scenario.survey().observed());
      scenario.mustBeWhole();
    }
  }

  /** The questions; times, secrets and what else is new each time may differ. */
  private static void compare(String state, Observed observed) {
    observed
        .nodes()
        .forEach(
            (node, survey) -> {
              Path file = RECORDED.resolve(state).resolve(node + ".txt");
              String text = Recording.text(survey);
              if (Boolean.getBoolean("cairn.update")) {
                write(file, text);
              }
              assertThat(questions(text)).as("in %s", file).isEqualTo(questions(read(file)));
            });
  }

  private static List<String> questions(String text) {
    return text.lines().filter(line -> line.startsWith("= ")).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
