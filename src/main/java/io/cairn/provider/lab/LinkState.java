package io.cairn.provider.lab;

import java.time.Duration;

/** How frames between two nodes fare. */
public sealed interface LinkState {
  /** They pass. */
  record Up() implements LinkState {}

  /** They are lost. */
  record Cut() implements LinkState {}

  /**
   * They pass later.
   *
   * @param time one way; the round trip gets twice as long. At most 10 s
   */
  record Delayed(Duration time) implements LinkState {
    private static final Duration MOST = Duration.ofSeconds(10);

    /** Refuses what no line on earth has. */
    public Delayed {
      if (time.isNegative() || time.compareTo(MOST) > 0) {
        throw new LabFailure("A delay is between 0 and 10000 ms, not " + time.toMillis() + " ms.");
      }
    }
  }

  /** As the switch's control connection has it. */
  default String words() {
    return switch (this) {
      case Up _ -> "up";
      case Cut _ -> "cut";
      case Delayed(var time) -> "delay " + time.toMillis();
    };
  }

  /** Reads {@link #words}. */
  static LinkState parse(String words) {
    String[] parts = words.split(" ");
    return switch (parts[0]) {
      case "up" -> new Up();
      case "cut" -> new Cut();
      case "delay" -> new Delayed(Duration.ofMillis(Long.parseLong(parts[1])));
      default ->
          throw new LabFailure(
              "The switch knows no link state '" + words + "'. This is a bug in the lab.");
    };
  }
}
