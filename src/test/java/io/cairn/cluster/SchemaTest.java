package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.cairn.Golden;
import io.cairn.cluster.Code.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

class SchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SchemaWriter.json());

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
      throw new UncheckedIOException(e);
    }
  }

  static Set<ValidationMessage> complaints(String yaml) {
    return SCHEMA.validate(json(yaml));
  }

  private static JsonNode json(String yaml) {
    Node root = new YamlText(yaml, new Problems("cluster.yaml", yaml)).root().orElseThrow();
    return json(root);
  }

  /** As an editor sees it: YAML's core schema, every key a text. */
  private static JsonNode json(Node node) {
    return switch (node) {
      case MappingNode mapping -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
          if (entry.getKeyNode() instanceof ScalarNode key) {
            object.set(key.getValue(), json(entry.getValueNode()));
          }
        }
        yield object;
      }
      case SequenceNode sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        sequence.getValue().forEach(item -> array.add(json(item)));
        yield array;
      }
      case ScalarNode scalar -> json(scalar);
      default -> throw new IllegalArgumentException("no value: " + node);
    };
  }

  private static JsonNode json(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(scalar.getValue().equalsIgnoreCase("true"));
    }
    boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
    return number
        ? DecimalNode.valueOf(new BigDecimal(scalar.getValue()))
        : TextNode.valueOf(scalar.getValue());
  }
}
