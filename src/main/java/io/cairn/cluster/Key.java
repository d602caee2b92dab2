package io.cairn.cluster;

/**
 * One key of the cluster file.
 *
 * @param otherwise what holds where it is left out; empty for a key that must be there
 * @param doc one or two sentences: what it says
 * @param example a value, as it stands in a file
 */
record Key(
    String name, Shape shape, Presence presence, String otherwise, String doc, String example) {
  /** Whether it may be left out. */
  enum Presence {
    REQUIRED,
    OPTIONAL
  }

  static Key required(String name, Shape shape, String doc, String example) {
    return new Key(name, shape, Presence.REQUIRED, "", doc, example);
  }

  static Key optional(String name, Shape shape, String otherwise, String doc, String example) {
    return new Key(name, shape, Presence.OPTIONAL, otherwise, doc, example);
  }
}
