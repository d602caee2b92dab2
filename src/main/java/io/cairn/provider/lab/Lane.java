package io.cairn.provider.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One direction of a link: what enters it comes out in the same order, later, or never. */
final class Lane {
  // what waits before a narrow line is dropped beyond this, as a router's buffer does
  private static final Duration MOST_WAITING = Duration.ofMillis(500);

  private final RandomGenerator chance;
  private long freeAt;

  Lane(RandomGenerator chance) {
    this.chance = chance;
  }

  /**
   * Takes a frame.
   *
   * @param now in nanoseconds, of a clock that only goes forward
   * @return after what time it comes out; empty where it is lost
   */
  synchronized Optional<Duration> take(int bytes, LinkState state, long now) {
    return switch (state) {
      case LinkState.Up _ -> Optional.of(Duration.ZERO);
      case LinkState.Cut _ -> Optional.empty();
      case LinkState.Slow slow -> take(bytes, slow, now);
    };
  }

  private Optional<Duration> take(int bytes, LinkState.Slow slow, long now) {
    if (chance.nextDouble(100) < slow.loss()) {
      return Optional.empty();
    }
    if (slow.rate().isEmpty()) {
      return Optional.of(slow.delay());
    }
    long begins = freeAt - now > 0 ? freeAt : now;
    if (begins - now > MOST_WAITING.toNanos()) {
      return Optional.empty();
    }
    // bits over Mbit/s are microseconds
    freeAt = begins + bytes * 8_000L / slow.rate().getAsInt();
    return Optional.of(slow.delay().plusNanos(freeAt - now));
  }
}
