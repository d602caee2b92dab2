package io.cairn.graph;

import java.util.regex.Pattern;

/** The name of the cluster. */
public record ClusterName(String text) implements Comparable<ClusterName> {
  /** What is accepted, for messages. */
  public static final String RULE = "a letter, then letters, digits, _ . or -, at most 32";

  private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,31}");

  /** Refuses a text that is no such name; use {@link #isValid} to ask first. */
  public ClusterName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a valid name: " + RULE);
    }
  }

  /** Whether the text follows {@link #RULE}. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  @Override
  public int compareTo(ClusterName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
