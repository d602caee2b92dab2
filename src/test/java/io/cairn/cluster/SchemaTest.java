package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.cairn.Golden;
import io.cairn.cluster.Code.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class SchemaTest {
  static List<Path> examples() throws IOException {
    return ExamplesTest.examples();
  }

  /** The cases that are YAML; an editor does not ask the schema about anything else. */
  static List<Path> cases() throws IOException {
    return CasesTest.cases().stream().filter(SchemaTest::isYaml).toList();
  }

  @Test
  void publishedSchemaFollowsFromTheDefinitions() {
    Golden.check(Path.of("schema/cluster.json"), SchemaWriter.json());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void acceptsEveryExample(Path example) throws IOException {
    assertThat(complaints(Files.readString(example))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rejectsExactlyTheCasesWithAnErrorOfForm(Path folder) throws IOException {
    boolean hasErrorOfForm =
        CasesTest.problems(CasesTest.parse(folder)).stream()
            .anyMatch(problem -> problem.code().level() == Level.FORM);
    Set<ValidationMessage> complaints =
        complaints(Files.readString(folder.resolve("cluster.yaml")));
    assertThat(!complaints.isEmpty()).as("%s", complaints).isEqualTo(hasErrorOfForm);
  }

  private static boolean isYaml(Path folder) {
    try {
      return CasesTest.problems(CasesTest.parse(folder)).stream()
          .noneMatch(problem -> problem.code().level() == Level.YAML);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<ValidationMessage> complaints(String yaml) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaWriter.json());
    return schema.validate(json(yaml));
  }

  private static JsonNode json(String yaml) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return new ObjectMapper().valueToTree(new Load(settings).loadFromString(yaml));
  }
}
