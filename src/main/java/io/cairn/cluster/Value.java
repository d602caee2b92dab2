package io.cairn.cluster;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A value of the file whose form is right; what it means is decided later. */
sealed interface Value {
  /** Where it stands. */
  Spot at();

  /** One text, number or truth value. */
  record Word(Spot at, String text) implements Value {}

  /** A list of texts. */
  record Words(Spot at, List<Word> all) implements Value {
    public Words {
      all = List.copyOf(all);
    }
  }

  /** Several mappings of one form. */
  record Several(Spot at, List<Fields> all) implements Value {
    public Several {
      all = List.copyOf(all);
    }
  }

  /** A key with its value. */
  record Field(Spot key, Value value) {}

  /**
   * A mapping.
   *
   * @param at its name, or where it begins
   * @param byKey the keys whose values are right
   * @param broken the keys that are missing or whose values are wrong: that was reported, and
   *     nothing that follows from it is
   */
  record Fields(Spot at, SequencedMap<String, Field> byKey, Set<String> broken) implements Value {
    /** The text at that key. */
    Optional<Word> word(String key) {
      return value(key).map(value -> (Word) value);
    }

    /** The list at that key. */
    Optional<Words> words(String key) {
      return value(key).map(value -> (Words) value);
    }

    /** The mapping at that key. */
    Optional<Fields> fields(String key) {
      return value(key).map(value -> (Fields) value);
    }

    /** The mappings at that key; none where it is left out. */
    List<Fields> several(String key) {
      return value(key).map(value -> ((Several) value).all()).orElse(List.of());
    }

    /** Whatever is at that key. */
    Optional<Value> value(String key) {
      return Optional.ofNullable(byKey.get(key)).map(Field::value);
    }

    /** Where the key stands; the mapping itself where it is left out. */
    Spot spot(String key) {
      return Optional.ofNullable(byKey.get(key)).map(Field::key).orElse(at);
    }

    /** Whether nothing is said at that key, neither right nor wrong. */
    boolean omits(String key) {
      return !byKey.containsKey(key) && !broken.contains(key);
    }
  }
}
