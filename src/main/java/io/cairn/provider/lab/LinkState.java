package io.cairn.provider.lab;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How frames between two nodes fare. */
public sealed interface LinkState {
  /** They pass. */
  record Up() implements LinkState {
    @Override
    public String words() {
      return "up";
    }
  }

  /** They are lost. */
  record Cut() implements LinkState {
    @Override
    public String words() {
      return "cut";
    }
  }

  /**
   * They pass later, as over a line between two sites; some are lost, and only so many fit through.
   *
   * @param delay one way; the round trip gets twice as long. At most 10 s
   * @param loss of a hundred frames in one direction; below 100
   * @param rate in Mbit/s, of each direction and all networks together; empty where it has no limit
   */
  record Slow(Duration delay, double loss, OptionalInt rate) implements LinkState {
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final Pattern WORDS =
        Pattern.compile("delay (\\d+)(?: loss (\\d+(?:\\.\\d+)?))?(?: rate (\\d+))?");

    /** Refuses what no line on earth has. */
    public Slow {
      if (delay.isNegative() || delay.compareTo(MOST) > 0) {
        throw new LabFailure("A delay is between 0 and 10000 ms, not " + delay.toMillis() + " ms.");
      }
      if (!(loss >= 0 && loss < 100)) {
        throw new LabFailure(
            "A loss is from 0 to below 100 percent, not " + loss + ". To lose all: link cut");
      }
      if (rate.isPresent() && (rate.getAsInt() < 1 || rate.getAsInt() > 100_000)) {
        throw new LabFailure(
            "A rate is between 1 and 100000 Mbit/s, not " + rate.getAsInt() + " Mbit/s.");
      }
    }

    @Override
    public String words() {
      // a loss of 0.1 must not become 1.0E-1 or 0,1
      return "delay "
          + delay.toMillis()
          + (loss == 0
              ? ""
              : " loss " + BigDecimal.valueOf(loss).stripTrailingZeros().toPlainString())
          + (rate.isPresent() ? " rate " + rate.getAsInt() : "");
    }

    private static Slow parse(Matcher words) {
      return new Slow(
          Duration.ofMillis(Long.parseLong(words.group(1))),
          words.group(2) == null ? 0 : Double.parseDouble(words.group(2)),
          words.group(3) == null
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseInt(words.group(3))));
    }
  }

  /** As the switch's control connection has it, as in {@code delay 50 loss 0.5 rate 10}. */
  String words();

  /** Reads {@link #words}. */
  static LinkState parse(String words) {
    Matcher slow = Slow.WORDS.matcher(words);
    if (slow.matches()) {
      return Slow.parse(slow);
    }
    return switch (words) {
      case "up" -> new Up();
      case "cut" -> new Cut();
      default ->
          throw new LabFailure(
              "The switch knows no link state '" + words + "'. This is a bug in the lab.");
    };
  }
}
