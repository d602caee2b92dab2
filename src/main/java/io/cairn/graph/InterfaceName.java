package io.cairn.graph;

import java.util.regex.Pattern;

/** A network interface of a node; the kernel takes at most 15 bytes (IFNAMSIZ). */
public record InterfaceName(String text) implements Comparable<InterfaceName> {
  /** What is accepted, for messages. */
  public static final String RULE = "a letter, then letters, digits, _ . or -, at most 15";

  private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,14}");

  /** Refuses a text that is no such name; use {@link #isValid} to ask first. */
  public InterfaceName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a valid name: " + RULE);
    }
  }

  /** Whether the text follows {@link #RULE}. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  @Override
  public int compareTo(InterfaceName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
