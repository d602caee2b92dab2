package io.cairn.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The JSON Schema (draft 2020-12) of the cluster file, for editors: what each key and value may be
 * by itself. What the values say together ({@link Code.Level#MEANING}) no schema can say.
 */
final class SchemaWriter {
  private SchemaWriter() {}

  /** The text of {@code schema/cluster.json}. */
  static String json() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("This is a bug in Cairn: the schema is not JSON", e);
    }
  }

  private static Map<String, Object> schema() {
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:cairn:cluster");
    schema.put("title", "Cairn cluster file");
    schema.putAll(form(Grammar.FILE));
    SequencedMap<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("layer", layer());
    for (LayerType type : LayerGrammar.TYPES) {
      definitions.put(type.word(), layerType(type));
    }
    schema.put("$defs", definitions);
    return schema;
  }

  private static SequencedMap<String, Object> form(Form form) {
    SequencedMap<String, Object> properties = new LinkedHashMap<>();
    form.keys().forEach(key -> properties.put(key.name(), property(key)));
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("required", form.required());
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> property(Key key) {
    SequencedMap<String, Object> property = new LinkedHashMap<>();
    String otherwise = key.otherwise().isEmpty() ? "" : " Default: " + key.otherwise() + ".";
    property.put("description", key.doc() + otherwise);
    property.putAll(shape(key.shape()));
    return property;
  }

  private static Map<String, Object> shape(Shape shape) {
    return switch (shape) {
      case Shape.Text(var rule) -> text(rule);
      case Shape.Choice(var words, var _) -> Map.of("enum", words);
      case Shape.Count(var from, var to) ->
          ordered("type", "integer", "minimum", from, "maximum", to);
      case Shape.Flag _ -> Map.of("type", "boolean");
      case Shape.ListOf(var rule) -> list(text(rule));
      case Shape.Named(var name, var value) -> named(name, shape(value));
      case Shape.Fields(var form) -> form(form);
      case Shape.OneOrMore(var form) ->
          Map.of(
              "anyOf",
              List.of(form(form), ordered("type", "array", "minItems", 1, "items", form(form))));
      case Shape.OfType _ -> Map.of("$ref", "#/$defs/layer");
      case Shape.Over(var many) ->
          Map.of("anyOf", List.of(below(many), named(TextRule.NODE_NAME, below(many))));
      case Shape.ByNode(var each) ->
          Map.of("anyOf", List.of(shape(each), named(TextRule.NODE_NAME, shape(each))));
    };
  }

  private static Map<String, Object> below(Shape.Many many) {
    Map<String, Object> one =
        Map.of("anyOf", List.of(text(TextRule.LAYER_NAME), text(TextRule.DEVICE)));
    return switch (many) {
      case ONE -> one;
      case SEVERAL -> Map.of("anyOf", List.of(one, list(one)));
    };
  }

  private static Map<String, Object> list(Map<String, Object> item) {
    return ordered("type", "array", "minItems", 1, "uniqueItems", true, "items", item);
  }

  private static Map<String, Object> named(TextRule name, Map<String, Object> value) {
    return ordered(
        "type",
        "object",
        "minProperties",
        1,
        "propertyNames",
        Map.of("pattern", name.regex()),
        "additionalProperties",
        value);
  }

  private static Map<String, Object> text(TextRule rule) {
    return ordered("type", "string", "maxLength", TextRule.LONGEST, "pattern", rule.regex());
  }

  /** A layer by its type, so that an editor completes and checks the keys of that type only. */
  private static Map<String, Object> layer() {
    List<String> words = LayerGrammar.TYPES.stream().map(LayerType::word).toList();
    List<Map<String, Object>> branches = words.stream().map(SchemaWriter::branch).toList();
    return ordered(
        "type",
        "object",
        "required",
        List.of("type"),
        "properties",
        Map.of("type", ordered("description", "The type of the layer.", "enum", words)),
        "allOf",
        branches);
  }

  private static Map<String, Object> branch(String word) {
    Map<String, Object> isThat = Map.of("properties", Map.of("type", Map.of("const", word)));
    return ordered("if", isThat, "then", Map.of("$ref", "#/$defs/" + word));
  }

  private static Map<String, Object> layerType(LayerType type) {
    return ordered("title", type.page().title(), form(type.form()));
  }

  private static SequencedMap<String, Object> ordered(
      String key, String value, Map<String, Object> rest) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.putAll(rest);
    return map;
  }

  private static SequencedMap<String, Object> ordered(Object... keysAndValues) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
