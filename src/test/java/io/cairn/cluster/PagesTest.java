package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {
  private static final String HEAD =
      FilePage.EXAMPLE.substring(0, FilePage.EXAMPLE.indexOf("layers:"));

  static Set<String> pages() {
    return PageWriter.pages().keySet();
  }

  static List<LayerType> types() {
    return LayerGrammar.TYPES;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pageFollowsFromTheDefinitions(String path) {
    Golden.check(Path.of(path), PageWriter.pages().getOrDefault(path, ""));
  }

  @Test
  void noPageIsLeftOfATypeThatIsGone() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs/layers"))) {
      Set<String> found =
          files.map(file -> file.toString().replace('\\', '/')).collect(Collectors.toSet());
      Set<String> expected = new TreeSet<>(pages());
      expected.remove("docs/cluster-file.md");
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void fileOfThePageIsReadWithoutAnyProblem() {
    assertThat(rendered(FilePage.EXAMPLE)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void exampleOfATypeIsReadWithoutAnyProblem(LayerType type) {
    assertThat(rendered(HEAD + "layers:\n" + type.page().example().indent(2))).isEmpty();
  }

  private static List<String> rendered(String yaml) {
    return CasesTest.problems(ClusterFile.parse("page.yaml", yaml)).stream()
        .map(Problem::render)
        .toList();
  }
}
