package io.cairn.cluster;

import io.cairn.cluster.Value.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML nodes by their definition: what does not fit is reported, what fits becomes a {@link
 * Value}.
 */
final class FormReader {
  private final Problems problems;
  private final WordReader words;

  FormReader(Problems problems) {
    this.problems = problems;
    this.words = new WordReader(problems);
  }

  /** The whole file; what is wrong is left out of it. */
  Optional<Value.Fields> file(Node root) {
    return root instanceof MappingNode mapping
        ? Optional.of(fixed(mapping, Grammar.FILE, new Place("the file", Spot.START)))
        : reject(
            root,
            new Place("the file", Spot.START),
            "a mapping with the keys " + join(Grammar.FILE.names()));
  }

  /**
   * Where a value stands.
   *
   * @param path its keys from the top, as in {@code layers.r0.over}
   * @param name the key that holds it
   */
  record Place(String path, Spot name) {
    Place down(String key, Spot name) {
      return new Place(path.equals("the file") ? key : path + "." + key, name);
    }
  }

  private Optional<? extends Value> read(Node node, Shape shape, Place place) {
    return switch (shape) {
      case Shape.Text(var rule) -> words.text(node, rule, place);
      case Shape.Choice choice -> words.choice(node, choice, place);
      case Shape.Count count -> words.count(node, count, place);
      case Shape.Flag _ -> words.flag(node, place);
      case Shape.ListOf(var rule) -> list(node, rule, place);
      case Shape.Named named -> named(node, named, place);
      case Shape.Fields(var form) ->
          node instanceof MappingNode mapping
              ? Optional.of(fixed(mapping, form, place))
              : reject(node, place, "a mapping with the keys " + join(form.names()));
      case Shape.OneOrMore(var form) -> oneOrMore(node, form, place);
      case Shape.OfType(var types) -> layer(node, types, place);
      case Shape.Over(var many) -> over(node, many, place);
      case Shape.ByNode(var each) ->
          node instanceof MappingNode
              ? named(node, new Shape.Named(TextRule.NODE_NAME, each), place)
              : read(node, each, place);
    };
  }

  private Value.Fields fixed(MappingNode mapping, Form form, Place place) {
    Value.Fields fields =
        entries(
            mapping,
            place,
            (key, node) -> {
              Optional<Key> known = form.key(key.getValue());
              if (known.isEmpty()) {
                unknown(key, form, place);
                return Optional.empty();
              }
              return read(node, known.get().shape(), place.down(key.getValue(), Spot.of(key)));
            });
    for (String misspelt : List.copyOf(fields.broken())) {
      Nearest.of(misspelt, form.names()).filter(fields::omits).ifPresent(fields.broken()::add);
    }
    for (Key key : form.keys()) {
      if (key.presence() == Key.Presence.REQUIRED && fields.omits(key.name())) {
        fields.broken().add(key.name());
        problems.add(
            problems
                .at(Code.MISSING_KEY, place.name())
                .saw("no '" + key.name() + "' in " + place.path(), describe(key)));
      }
    }
    return fields;
  }

  private Optional<Value.Fields> named(Node node, Shape.Named named, Place place) {
    if (!(node instanceof MappingNode mapping)) {
      return reject(node, place, "a mapping from " + named.name().noun() + " to what it is");
    }
    if (mapping.getValue().isEmpty()) {
      return reject(node, place, "at least one; or leave the key out");
    }
    return Optional.of(
        entries(
            mapping,
            place,
            (key, value) -> {
              boolean valid = words.name(key, named.name());
              Place within = place.down(key.getValue(), Spot.of(key));
              return read(value, named.value(), within).filter(_ -> valid);
            }));
  }

  /** Reads every entry; a key that stands there twice counts the first time. */
  private Value.Fields entries(
      MappingNode mapping,
      Place place,
      BiFunction<ScalarNode, Node, Optional<? extends Value>> reader) {
    SequencedMap<String, Field> byKey = new LinkedHashMap<>();
    Set<String> broken = new HashSet<>();
    SequencedMap<String, Spot> seen = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            problems
                .at(Code.COMPLEX_KEY, Spot.of(entry.getKeyNode()))
                .saw(WordReader.kind(entry.getKeyNode()) + " in " + place.path(), "a name"));
        continue;
      }
      Spot first = seen.putIfAbsent(key.getValue(), Spot.of(key));
      if (first != null) {
        duplicate(key, first, place);
        continue;
      }
      Optional<? extends Value> value = reader.apply(key, entry.getValueNode());
      value.ifPresentOrElse(
          read -> byKey.put(key.getValue(), new Field(Spot.of(key), read)),
          () -> broken.add(key.getValue()));
    }
    return new Value.Fields(place.name(), byKey, broken);
  }

  private Optional<Value.Several> oneOrMore(Node node, Form form, Place place) {
    List<Node> each =
        switch (node) {
          case MappingNode mapping -> List.of(mapping);
          case SequenceNode sequence -> sequence.getValue();
          default -> List.of();
        };
    if (each.isEmpty() || !each.stream().allMatch(MappingNode.class::isInstance)) {
      return reject(
          node, place, "a mapping with the keys " + join(form.names()) + ", or a list of these");
    }
    List<Value.Fields> all = new ArrayList<>();
    for (Node one : each) {
      all.add(fixed((MappingNode) one, form, new Place(place.path(), Spot.of(one))));
    }
    return all.stream().allMatch(one -> one.broken().isEmpty())
        ? Optional.of(new Value.Several(Spot.of(node), all))
        : Optional.empty();
  }

  private Optional<Value.Fields> layer(Node node, List<LayerType> types, Place place) {
    List<String> known = types.stream().map(LayerType::word).toList();
    Shape.Choice choice = new Shape.Choice(known, LayerGrammar.LATER);
    if (!(node instanceof MappingNode mapping)) {
      return reject(node, place, "a mapping with at least type and over");
    }
    Optional<NodeTuple> type =
        mapping.getValue().stream()
            .filter(
                entry ->
                    entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("type"))
            .findFirst();
    if (type.isEmpty()) {
      problems.add(
          problems
              .at(Code.MISSING_KEY, place.name())
              .saw("no 'type' in " + place.path(), "type: one of " + join(known)));
      return Optional.empty();
    }
    Place typePlace = place.down("type", Spot.of(type.get().getKeyNode()));
    return words
        .layerType(type.get().getValueNode(), choice, typePlace)
        .map(word -> types.get(known.indexOf(word.text())))
        .map(found -> fixed(mapping, found.form(), place));
  }

  private Optional<? extends Value> over(Node node, Shape.Many many, Place place) {
    return switch (node) {
      case MappingNode mapping when !mapping.getValue().isEmpty() ->
          Optional.of(
              entries(
                  mapping,
                  place,
                  (key, value) ->
                      words.name(key, TextRule.NODE_NAME)
                          ? onNode(value, many, place.down(key.getValue(), Spot.of(key)))
                          : Optional.empty()));
      default -> onNode(node, many, place);
    };
  }

  private Optional<? extends Value> onNode(Node node, Shape.Many many, Place place) {
    return switch (node) {
      case ScalarNode _ -> words.below(node, place);
      case SequenceNode sequence when many == Shape.Many.SEVERAL ->
          list(
              sequence,
              "a list of layers and device paths, as in [a, b]",
              item -> words.below(item, place),
              place);
      case SequenceNode _ -> reject(node, place, "one layer or one device path");
      default -> reject(node, place, "a layer, a device path, or one of these for each node");
    };
  }

  private Optional<Value.Words> list(Node node, TextRule rule, Place place) {
    String wanted = "a list, as in [a, b]; each " + rule.noun();
    return node instanceof SequenceNode sequence
        ? list(sequence, wanted, item -> words.text(item, rule, place), place)
        : reject(node, place, wanted);
  }

  private Optional<Value.Words> list(
      SequenceNode sequence,
      String wanted,
      Function<Node, Optional<Value.Word>> reader,
      Place place) {
    if (sequence.getValue().isEmpty()) {
      return reject(sequence, place, wanted);
    }
    List<Value.Word> all = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      reader.apply(item).ifPresent(all::add);
    }
    all.stream().filter(word -> isRepeated(word, all)).forEach(word -> repeated(word, place));
    return all.size() == sequence.getValue().size()
        ? Optional.of(new Value.Words(Spot.of(sequence), all))
        : Optional.empty();
  }

  private static boolean isRepeated(Value.Word word, List<Value.Word> all) {
    Value.Word first =
        all.stream().filter(w -> w.text().equals(word.text())).findFirst().orElse(word);
    return !first.equals(word);
  }

  private void repeated(Value.Word word, Place place) {
    problems.add(
        problems
            .at(Code.REPEATED, word.at())
            .saw("'" + word.text() + "' again at " + place.path(), "every one once"));
  }

  private void unknown(ScalarNode key, Form form, Place place) {
    String name = key.getValue();
    if (form.later().contains(name)) {
      problems.add(
          problems
              .at(Code.NOT_YET, Spot.of(key))
              .saw(Problems.quote(name) + " in " + place.path(), "one of " + join(form.names())));
      return;
    }
    String instead = form.elsewhere().get(name);
    problems.add(
        problems
            .at(Code.UNKNOWN_KEY, Spot.of(key))
            .saw(Problems.quote(name) + " in " + place.path(), "one of " + join(form.names()))
            .correct(instead != null ? instead : Nearest.question(name, form.names())));
  }

  private void duplicate(ScalarNode key, Spot first, Place place) {
    problems.add(
        problems
            .at(Code.DUPLICATE, Spot.of(key))
            .saw(
                Problems.quote(key.getValue()) + " a second time in " + place.path(),
                "every key once")
            .correct("the first stands in line " + first.line()));
  }

  private <T> Optional<T> reject(Node node, Place place, String wanted) {
    Spot spot = node.getTag().equals(Tag.NULL) ? place.name() : Spot.of(node);
    problems.add(
        problems
            .at(Code.WRONG_SHAPE, spot)
            .saw(WordReader.kind(node) + " at " + place.path(), wanted));
    return Optional.empty();
  }

  private static String describe(Key key) {
    return key.name() + ": " + key.doc() + " For example: " + key.example();
  }

  static String join(List<String> names) {
    return String.join(", ", names);
  }
}
