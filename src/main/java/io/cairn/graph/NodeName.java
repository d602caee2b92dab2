package io.cairn.graph;

import java.util.regex.Pattern;

/**
 * The name of a node, equal to what {@code uname -n} prints there (DRBD finds its own host by it).
 */
public record NodeName(String text) implements Comparable<NodeName> {
  /** What is accepted, for messages. */
  public static final String RULE = "letters, digits and hyphens, at most 63, as in a host name";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})");

  /** Refuses a text that is no such name; use {@link #isValid} to ask first. */
  public NodeName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a valid name: " + RULE);
    }
  }

  /** Whether the text follows {@link #RULE}. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  @Override
  public int compareTo(NodeName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
