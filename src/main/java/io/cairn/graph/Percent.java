package io.cairn.graph;

import java.util.Optional;
import java.util.regex.Pattern;

/** Hundredths of something, as in {@code 80%}. */
public record Percent(int value) implements Comparable<Percent> {
  /** What {@link #parse} accepts, for messages. */
  public static final String RULE = "a whole number from 1 to 100 with %, as in 80%";

  private static final Pattern TEXT = Pattern.compile("([1-9]\\d?|100)%");

  /** Refuses what is no part of a whole. */
  public Percent {
    if (value < 1 || value > 100) {
      throw new IllegalArgumentException("not a percentage from 1 to 100: " + value);
    }
  }

  /** Reads {@link #RULE}; empty for anything else. */
  public static Optional<Percent> parse(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new Percent(Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  /** That part of the size, rounded down to whole bytes. */
  public Size of(Size whole) {
    long bytes = whole.bytes();
    return new Size(bytes / 100 * value + bytes % 100 * value / 100);
  }

  @Override
  public int compareTo(Percent other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + "%";
  }
}
