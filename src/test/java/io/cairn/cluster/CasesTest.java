package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder of {@code src/test/resources/cases/cluster} is a file and what Cairn says of it. */
class CasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases/cluster");

  /** Seen only in texts that are too large or too odd for a folder: {@link ClusterFileTest}. */
  private static final Set<Code> WITHOUT_CASE = Set.of(Code.TOO_LARGE);

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  static ParseResult parse(Path folder) throws IOException {
    return ClusterFile.parse("cluster.yaml", Files.readString(folder.resolve("cluster.yaml")));
  }

  static List<Problem> problems(ParseResult result) {
    return switch (result) {
      case ParseResult.Parsed(var file) -> file.warnings();
      case ParseResult.Rejected(var problems) -> problems;
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatTheCaseExpects(Path folder) throws IOException {
    assertThat(Files.readString(folder.resolve("README"))).isNotBlank();
    ParseResult result = parse(folder);
    String verdict = result instanceof ParseResult.Parsed ? "accepted\n" : "rejected\n";
    String findings =
        problems(result).stream().map(p -> "\n" + p.render()).collect(Collectors.joining());
    Golden.check(folder.resolve("findings.txt"), verdict + findings);
  }

  @Test
  void everyKindOfProblemHasACase() throws IOException {
    Set<Code> seen = new TreeSet<>(WITHOUT_CASE);
    for (Path folder : cases()) {
      problems(parse(folder)).forEach(problem -> seen.add(problem.code()));
    }
    assertThat(seen).isEqualTo(new TreeSet<>(Arrays.asList(Code.values())));
  }
}
