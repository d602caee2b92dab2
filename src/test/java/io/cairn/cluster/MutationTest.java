package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.cluster.Code.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example, damaged in many ways: the parser always answers, never throws, and the schema
 * refuses exactly what has an error of form.
 */
class MutationTest {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_/.@+-]+");

  private static final List<String> ODD =
      List.of(
          "",
          "~",
          "[]",
          "{}",
          "[a]",
          "{ a: b }",
          "'",
          ":",
          "- ",
          "true",
          "1",
          "1.5",
          "-1",
          "1e3",
          "\"\"",
          "\" \"",
          "/",
          "/dev",
          "/dev/",
          "/dev/sda",
          "..",
          "10G",
          "10",
          "0",
          "nodes",
          "type",
          "lxc",
          "drbd",
          "vg",
          "node1",
          "node2",
          "r0",
          "store1",
          "10.1.0.5",
          "10.1.0.5/24",
          "10.1.0.5/240",
          "::",
          "::1/64",
          "1:2:3:4:5:6:7:8:9",
          "é",
          "\t",
          "*a",
          "&a b",
          "!x y",
          "#",
          "A",
          "manual",
          "automatic",
          "debian/13",
          "over",
          "[node1, node2]",
          "[node1, node1]",
          "<<");

  private static final int ROUNDS = Integer.getInteger("cairn.mutations", 100);

  static List<Path> examples() throws IOException {
    return ExamplesTest.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void parserAnswersAndAgreesWithTheSchema(Path example) throws IOException {
    String text = Files.readString(example);
    Random random = new Random(example.getFileName().toString().length());
    for (int round = 0; round < ROUNDS; round++) {
      String damaged = text;
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged = damage(damaged, random);
      }
      agree(damaged);
    }
  }

  private static void agree(String text) {
    List<Problem> problems = CasesTest.problems(ClusterFile.parse("cluster.yaml", text));
    if (problems.stream().noneMatch(problem -> problem.code().level() == Level.YAML)) {
      boolean form = problems.stream().anyMatch(problem -> problem.code().level() == Level.FORM);
      assertThat(!SchemaTest.complaints(text).isEmpty())
          .as("the schema refuses\n%s\n%s", text, problems)
          .isEqualTo(form);
    }
  }

  private static String damage(String text, Random random) {
    List<MatchResult> words = WORD.matcher(text).results().toList();
    MatchResult word = words.get(random.nextInt(words.size()));
    String odd = ODD.get(random.nextInt(ODD.size()));
    int cut = random.nextInt(4) == 0 ? word.start() : word.end();
    return text.substring(0, word.start()) + odd + text.substring(cut);
  }
}
