package io.cairn.cluster;

import static io.cairn.cluster.Code.Level.FORM;
import static io.cairn.cluster.Code.Level.MEANING;
import static io.cairn.cluster.Code.Level.YAML;

import io.cairn.cluster.Problem.Severity;

/** Every kind of trouble that a cluster file can have. */
public enum Code {
  TOO_LARGE("FILE-01", "The file is too large", YAML),
  INVALID_YAML("FILE-02", "This is not YAML", YAML),
  TAB("FILE-03", "A tab in the indentation", YAML),
  SEVERAL_DOCUMENTS("FILE-04", "More than one document", YAML),
  EMPTY("FILE-05", "The file is empty", YAML),
  TOO_DEEP("FILE-06", "Nested too deeply", YAML),
  DUPLICATE("FILE-07", "Said twice", YAML),

  WRONG_SHAPE("FILE-10", "Another kind of value is expected here", FORM),
  UNKNOWN_KEY("FILE-11", "Unknown key", FORM),
  MISSING_KEY("FILE-12", "A key is missing", FORM),
  BAD_NAME("FILE-13", "Not a valid name", FORM),
  BAD_VALUE("FILE-14", "Not a valid value", FORM),
  UNQUOTED("FILE-15", "A text that YAML reads as something else", FORM),
  NOT_YET("FILE-16", "Not supported yet by this version", FORM),
  UNKNOWN_TYPE("FILE-17", "Unknown layer type", FORM),
  UNKNOWN_WORD("FILE-18", "Unknown word", FORM),

  UNRESOLVED("FILE-20", "Nothing has this name", MEANING);

  /** How deep one has to look to see it. */
  enum Level {
    /** The text as YAML: no schema is ever asked. */
    YAML,
    /** Keys and values, each for itself: the JSON Schema refuses it as well. */
    FORM,
    /** What the values say together: only Cairn sees it. */
    MEANING
  }

  private final String id;
  private final String title;
  private final Level level;

  Code(String id, String title, Level level) {
    this.id = id;
    this.title = title;
    this.level = level;
  }

  /** Stable, as in {@code FILE-11}. */
  public String id() {
    return id;
  }

  /** What it is, without names. */
  public String title() {
    return title;
  }

  /** How bad it is. */
  public Severity severity() {
    return Severity.ERROR;
  }

  Level level() {
    return level;
  }
}
