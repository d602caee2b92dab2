package io.cairn.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A file whose form is read and whose names are not yet resolved; what is wrong is missing in it.
 *
 * @param nodeNames every name of a node that stands in the file, those with errors as well
 * @param networkNames likewise
 * @param layerNames likewise
 */
record Draft(
    Value.Fields file,
    SequencedMap<String, Value.Fields> nodes,
    SequencedMap<String, Value.Fields> networks,
    SequencedMap<String, Value.Fields> layers,
    Set<String> nodeNames,
    Set<String> networkNames,
    Set<String> layerNames) {

  static Draft of(Value.Fields file) {
    return new Draft(
        file,
        named(file, "nodes"),
        named(file, "networks"),
        named(file, "layers"),
        names(file, "nodes"),
        names(file, "networks"),
        names(file, "layers"));
  }

  /** The definition of that layer's type. */
  static LayerType type(Value.Fields layer) {
    String word = layer.word("type").orElseThrow().text();
    return LayerGrammar.TYPES.stream()
        .filter(type -> type.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  /** Every single thing that the layer lies over, with where it stands. */
  static List<Value.Word> over(Value.Fields layer) {
    return layer
        .value("over")
        .map(
            value ->
                switch (value) {
                  case Value.Word word -> List.of(word);
                  case Value.Words words -> words.all();
                  case Value.Fields byNode ->
                      byNode.byKey().keySet().stream()
                          .map(node -> byNode.word(node).orElseThrow())
                          .toList();
                })
        .orElse(List.of());
  }

  private static SequencedMap<String, Value.Fields> named(Value.Fields file, String key) {
    SequencedMap<String, Value.Fields> named = new LinkedHashMap<>();
    Optional<Value.Fields> all = file.fields(key);
    all.ifPresent(
        fields ->
            fields
                .byKey()
                .keySet()
                .forEach(name -> named.put(name, fields.fields(name).orElseThrow())));
    return named;
  }

  private static Set<String> names(Value.Fields file, String key) {
    return file.fields(key)
        .map(
            fields -> {
              Set<String> names = new java.util.LinkedHashSet<>(fields.byKey().keySet());
              names.addAll(fields.broken());
              return names;
            })
        .orElse(Set.of());
  }
}
