package io.cairn.graph;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size in bytes. In text it is binary and carries a unit: {@code 10G} is 10 GiB (rule R04). */
public record Size(long bytes) implements Comparable<Size> {
  /** What {@link #parse} accepts, for messages. */
  public static final String RULE =
      "a number with a binary unit, K, M, G or T, as in 10G (= 10 GiB)";

  private static final String UNITS = "BKMGTP";
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)([KMGTP])(?:iB)?");

  /** Refuses a negative size. */
  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative: " + bytes);
    }
  }

  /** Reads {@link #RULE}; empty for anything else, also for a number without a unit. */
  public static Optional<Size> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal factor = BigDecimal.valueOf(1L << (10 * UNITS.indexOf(matcher.group(2))));
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(factor);
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    return Optional.of(new Size(bytes.setScale(0, RoundingMode.DOWN).longValueExact()));
  }

  /** {@code count} MiB. */
  public static Size mebibytes(long count) {
    return new Size(Math.multiplyExact(count, 1L << 20));
  }

  /** Whole sectors of 512 bytes, the unit of the kernel and of DRBD. */
  public long sectors() {
    return bytes / 512;
  }

  /** For people: at most one decimal, with the largest unit that keeps it at or above one. */
  @Override
  public String toString() {
    int unit = bytes < 1024 ? 0 : Math.min(5, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
    long whole = 1L << (10 * unit);
    String unitName = unit == 0 ? " B" : " " + UNITS.charAt(unit) + "iB";
    return bytes % whole == 0
        ? bytes / whole + unitName
        : String.format(Locale.ROOT, "%.1f%s", (double) bytes / whole, unitName);
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }
}
