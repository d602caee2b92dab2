package io.cairn.cluster;

import java.util.List;

/** What kind of value a key takes. */
sealed interface Shape {
  /** One text. */
  record Text(TextRule rule) implements Shape {}

  /**
   * One of some words.
   *
   * @param words what is accepted
   * @param later what a later version accepts
   */
  record Choice(List<String> words, List<String> later) implements Shape {
    public Choice {
      words = List.copyOf(words);
      later = List.copyOf(later);
    }

    static Choice of(String... words) {
      return new Choice(List.of(words), List.of());
    }

    Choice later(String... words) {
      return new Choice(this.words, List.of(words));
    }
  }

  /** A whole number, both ends included. */
  record Count(int from, int to) implements Shape {}

  /** True or false. */
  record Flag() implements Shape {}

  /** A list of texts, with at least one. */
  record ListOf(TextRule rule) implements Shape {}

  /** Named values. */
  record Named(TextRule name, Shape value) implements Shape {}

  /** Fixed keys. */
  record Fields(Form form) implements Shape {}

  /** Fixed keys, or a list of several such mappings. */
  record OneOrMore(Form form) implements Shape {}

  /** The keys of a layer; which ones, its first word says. */
  record OfType(List<LayerType> types) implements Shape {
    public OfType {
      types = List.copyOf(types);
    }
  }

  /** What a layer lies over: the name of a layer, a device path, or one of these for each node. */
  record Over(Many many) implements Shape {}

  /** One value for all nodes, or one for each. */
  record ByNode(Shape each) implements Shape {}

  /** Whether a list is accepted in place of one. */
  enum Many {
    ONE,
    SEVERAL
  }
}
