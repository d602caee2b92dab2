package io.cairn.engine;

import io.cairn.graph.SnapshotSchedule;
import java.util.regex.Pattern;

/**
 * The name of a snapshot; it is the name of a folder or the end of a volume's name, so it can lead
 * nowhere else.
 */
public record SnapshotName(String text) implements Comparable<SnapshotName> {
  /** What is accepted, for messages. */
  public static final String RULE = "a letter or digit, then letters, digits, _ . or -, at most 64";

  private static final String SCHEDULED = "every-";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  /** Refuses a text that is no such name; use {@link #isValid} to ask first. */
  public SnapshotName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a snapshot name: " + RULE);
    }
  }

  /** Whether the text follows {@link #RULE}. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /**
   * Whether it begins as those of a schedule do, as in {@code every-1h-20261127T090000Z}: whoever
   * takes one by hand needs another name.
   */
  public boolean isOfSchedule() {
    return text.startsWith(SCHEDULED);
  }

  /** How the names of one schedule begin; the time follows, in UTC. */
  public static String prefixOf(SnapshotSchedule.Period period) {
    return SCHEDULED + period + "-";
  }

  @Override
  public int compareTo(SnapshotName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
