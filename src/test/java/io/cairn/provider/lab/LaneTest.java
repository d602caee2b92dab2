package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LaneTest {
  private static final long NOW = 7_000_000_000L;

  private final Lane lane = new Lane(new SplittableRandom(1));

  private static LinkState.Slow slow(int milliseconds, double loss, int rate) {
    return new LinkState.Slow(
        Duration.ofMillis(milliseconds),
        loss,
        rate == 0 ? OptionalInt.empty() : OptionalInt.of(rate));
  }

  @Test
  void passesOneFrameAfterTheOtherThroughANarrowLine() {
    // 1250 bytes are 10,000 bits: a millisecond at 10 Mbit/s
    LinkState narrow = slow(20, 0, 10);
    assertThat(lane.take(1250, narrow, NOW)).hasValue(Duration.ofMillis(21));
    assertThat(lane.take(1250, narrow, NOW)).hasValue(Duration.ofMillis(22));
    assertThat(lane.take(1250, narrow, NOW + 1_500_000)).hasValue(Duration.ofNanos(21_500_000));
    assertThat(lane.take(1250, narrow, NOW + 900_000_000)).hasValue(Duration.ofMillis(21));
  }

  @Test
  void losesWhatWouldWaitTooLong() {
    LinkState narrow = slow(0, 0, 1);
    // 125 bytes take a millisecond: after half a second's worth the rest is lost
    long passed =
        IntStream.range(0, 1000).filter(_ -> lane.take(125, narrow, NOW).isPresent()).count();
    assertThat(passed).isEqualTo(501);
    assertThat(lane.take(125, narrow, NOW + 2_000_000)).isPresent();
  }

  @Test
  void losesAboutAsManyAsItIsTold() {
    LinkState lossy = slow(0, 2.5, 0);
    long lost =
        IntStream.range(0, 100_000).filter(_ -> lane.take(100, lossy, NOW).isEmpty()).count();
    assertThat(lost).isBetween(2300L, 2700L);
  }

  @Test
  void losesNothingOfAWholeLineAndAllOfACutOne() {
    assertThat(lane.take(9000, new LinkState.Up(), NOW)).hasValue(Duration.ZERO);
    assertThat(lane.take(9000, new LinkState.Cut(), NOW)).isEmpty();
  }

  @Test
  void refusesWhatNoLineHas() {
    assertThatThrownBy(() -> slow(20_000, 0, 0))
        .isInstanceOf(LabFailure.class)
        .hasMessage("A delay is between 0 and 10000 ms, not 20000 ms.");
    assertThatThrownBy(() -> slow(0, 100, 0))
        .isInstanceOf(LabFailure.class)
        .hasMessage("A loss is from 0 to below 100 percent, not 100.0. To lose all: link cut");
    assertThatThrownBy(() -> slow(0, 0, -3))
        .isInstanceOf(LabFailure.class)
        .hasMessage("A rate is between 1 and 100000 Mbit/s, not -3 Mbit/s.");
  }
}
