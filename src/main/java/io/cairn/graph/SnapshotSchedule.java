package io.cairn.graph;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots that the node on which a layer is in use takes by itself.
 *
 * @param period one in each
 * @param keep how many are kept; older ones of the same period are deleted
 */
public record SnapshotSchedule(Period period, int keep) {
  /** LVM writes all metadata of a group at every change: each snapshot makes them larger. */
  public static final int MOST_KEPT = 100;

  public SnapshotSchedule {
    if (keep < 1 || keep > MOST_KEPT) {
      throw new IllegalArgumentException("a schedule keeps 1 to " + MOST_KEPT + ", not " + keep);
    }
  }

  /**
   * How long one lasts. Each is a whole part of the next longer unit, so that they begin at the
   * same times of each hour, day and week (UTC; a week on Monday).
   */
  public enum Period {
    EVERY_MINUTE("1min", Duration.ofMinutes(1)),
    EVERY_5_MINUTES("5min", Duration.ofMinutes(5)),
    EVERY_10_MINUTES("10min", Duration.ofMinutes(10)),
    EVERY_15_MINUTES("15min", Duration.ofMinutes(15)),
    EVERY_20_MINUTES("20min", Duration.ofMinutes(20)),
    EVERY_30_MINUTES("30min", Duration.ofMinutes(30)),
    HOURLY("1h", Duration.ofHours(1)),
    EVERY_2_HOURS("2h", Duration.ofHours(2)),
    EVERY_3_HOURS("3h", Duration.ofHours(3)),
    EVERY_4_HOURS("4h", Duration.ofHours(4)),
    EVERY_6_HOURS("6h", Duration.ofHours(6)),
    EVERY_8_HOURS("8h", Duration.ofHours(8)),
    EVERY_12_HOURS("12h", Duration.ofHours(12)),
    DAILY("1d", Duration.ofDays(1)),
    WEEKLY("1w", Duration.ofDays(7));

    private final String word;
    private final Duration length;

    Period(String word, Duration length) {
      this.word = word;
      this.length = length;
    }

    /** As the cluster file says it. */
    public String word() {
      return word;
    }

    public Duration length() {
      return length;
    }

    /** All words, the shortest period first. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Period::word).toList();
    }

    /** The period of that word. */
    public static Optional<Period> of(String word) {
      return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
      return word;
    }
  }

  @Override
  public String toString() {
    return "every " + period + ", " + keep + " kept";
  }
}
