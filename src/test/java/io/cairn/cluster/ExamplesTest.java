package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsReadWithoutAnyProblem(Path example) throws IOException {
    ParseResult result =
        ClusterFile.parse(example.getFileName().toString(), Files.readString(example));
    List<Problem> problems =
        switch (result) {
          case ParseResult.Parsed(var file) -> file.warnings();
          case ParseResult.Rejected(var found) -> found;
        };
    assertThat(problems.stream().map(Problem::render)).isEmpty();
  }
}
