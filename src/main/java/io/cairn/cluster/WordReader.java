package io.cairn.cluster;

import io.cairn.cluster.FormReader.Place;
import io.cairn.cluster.Value.Word;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single words by their rule. */
final class WordReader {
  private final Problems problems;

  WordReader(Problems problems) {
    this.problems = problems;
  }

  /** A text that follows the rule. */
  Optional<Word> text(Node node, TextRule rule, Place place) {
    Optional<Word> word = scalar(node, place, rule.noun() + ": " + rule.rule());
    if (word.isEmpty()) {
      return word;
    }
    String text = word.get().text();
    boolean isText = node.getTag().equals(Tag.STR);
    if (!rule.accepts(text)) {
      return bad(
          rule.resembles(text) && isText ? Code.IMPOSSIBLE : Code.BAD_VALUE,
          word.get(),
          place,
          rule.noun() + ": " + rule.rule(),
          unit(text, rule));
    }
    return isText ? word : unquoted(word.get(), node, place);
  }

  /** One of the words. */
  Optional<Word> choice(Node node, Shape.Choice choice, Place place) {
    return oneOf(node, choice, place, Code.UNKNOWN_WORD);
  }

  /** The type of a layer. */
  Optional<Word> layerType(Node node, Shape.Choice choice, Place place) {
    return oneOf(node, choice, place, Code.UNKNOWN_TYPE);
  }

  private Optional<Word> oneOf(Node node, Shape.Choice choice, Place place, Code code) {
    List<String> words = choice.words();
    String wanted =
        words.size() == 1 ? "'" + words.getFirst() + "'" : "one of " + FormReader.join(words);
    Optional<Word> word = scalar(node, place, wanted);
    if (word.isEmpty() || choice.words().contains(word.get().text())) {
      return word;
    }
    String text = word.get().text();
    return choice.later().contains(text)
        ? bad(Code.NOT_YET, word.get(), place, wanted, "")
        : bad(code, word.get(), place, wanted, Nearest.question(text, choice.words()));
  }

  /** A whole number in its range. */
  Optional<Word> count(Node node, Shape.Count count, Place place) {
    String wanted = "a whole number from " + count.from() + " to " + count.to();
    Optional<Word> word = scalar(node, place, wanted);
    if (word.isEmpty()) {
      return word;
    }
    String text = word.get().text();
    boolean fits =
        node.getTag().equals(Tag.INT)
            && text.matches("\\d{1,9}")
            && Integer.parseInt(text) >= count.from()
            && Integer.parseInt(text) <= count.to();
    return fits ? word : bad(Code.BAD_VALUE, word.get(), place, wanted, "");
  }

  /** True or false. */
  Optional<Word> flag(Node node, Place place) {
    Optional<Word> word = scalar(node, place, "true or false");
    if (word.isEmpty() || node.getTag().equals(Tag.BOOL)) {
      return word;
    }
    return bad(Code.BAD_VALUE, word.get(), place, "true or false, without quotes", "");
  }

  /** The name of a layer or a device path. */
  Optional<Word> below(Node node, Place place) {
    Optional<Word> word = scalar(node, place, "a layer or a device path");
    return word.isPresent() && word.get().text().startsWith("/")
        ? text(node, TextRule.DEVICE, place)
        : word.flatMap(_ -> text(node, TextRule.LAYER_NAME, place));
  }

  /** Whether a key is a name by its rule; what YAML takes it for does not matter in a key. */
  boolean name(ScalarNode key, TextRule rule) {
    if (rule.accepts(key.getValue())) {
      return true;
    }
    problems.add(
        problems
            .at(Code.BAD_NAME, Spot.of(key))
            .saw(Problems.quote(key.getValue()), rule.noun() + ": " + rule.rule()));
    return false;
  }

  /** What a YAML node is, in words. */
  static String kind(Node node) {
    if (node.getTag().equals(Tag.NULL)) {
      return "nothing";
    }
    return switch (node) {
      case ScalarNode scalar -> Problems.quote(scalar.getValue());
      case MappingNode mapping -> mapping.getValue().isEmpty() ? "an empty mapping" : "a mapping";
      default -> "a list";
    };
  }

  private Optional<Word> scalar(Node node, Place place, String wanted) {
    if (node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)) {
      return Optional.of(new Word(Spot.of(node), scalar.getValue()));
    }
    Spot spot = node instanceof ScalarNode ? place.name() : Spot.of(node);
    problems.add(
        problems.at(Code.WRONG_SHAPE, spot).saw(kind(node) + " at " + place.path(), wanted));
    return Optional.empty();
  }

  private Optional<Word> unquoted(Word word, Node node, Place place) {
    String type = node.getTag().getValue().replaceFirst(".*[:!]", "");
    problems.add(
        problems
            .at(Code.UNQUOTED, word.at())
            .saw(word.text() + " at " + place.path() + ", which YAML reads as " + type, "a text")
            .correct("write \"" + word.text() + "\""));
    return Optional.empty();
  }

  private Optional<Word> bad(Code code, Word word, Place place, String wanted, String correction) {
    problems.add(
        problems
            .at(code, word.at())
            .saw(Problems.quote(word.text()) + " at " + place.path(), wanted)
            .correct(correction));
    return Optional.empty();
  }

  /** What a size without a unit may have meant. */
  private static String unit(String text, TextRule rule) {
    return rule == TextRule.SIZE && Size.parse(text + "G").isPresent()
        ? "did you mean '" + text + "G'?"
        : "";
  }
}
