package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.LayerState;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a pool will be full: the recorded one, made to be half full. */
class FillLogTest {
  private static final long NOW = 1_800_000_000;

  private static Volume pool() {
    Stack stack = Nodes.applied(Nodes.APPLIED, "2.03.16");
    Reply recorded = Nodes.recorded("lvs-2.03.16-deep-stack");
    // of the only pool
    String fuller =
        recorded.out().replace("\"data_percent\":\"0.60\"", "\"data_percent\":\"50.00\"");
    assertThat(fuller).isNotEqualTo(recorded.out());
    stack.node("n1").reply(LvmProbes.LVS, fuller);
    return LvmFacts.of(stack.context().facts(new NodeName("n1")).orElseThrow())
        .volume(new LayerName("DRBDVG"), "pool")
        .orElseThrow();
  }

  private static String sample(long age, double data, double metadata) {
    return String.format(
        Locale.ROOT,
        "%d DRBDVG pool %d %.2f %d %.2f%n",
        NOW - age,
        pool().size().bytes(),
        data,
        pool().metadata().orElseThrow().bytes(),
        metadata);
  }

  private static String left(String samples, long more) {
    return FillLog.parse(new Reply(0, "now " + NOW + "\ntimer enabled\n" + samples, ""))
        .flatMap(log -> log.pace(new LayerName("DRBDVG"), pool(), more))
        .map(LayerState.Pace::sentence)
        .orElse("nothing");
  }

  private static double data() {
    return pool().fill().data().orElseThrow();
  }

  private static double metadata() {
    return pool().fill().metadata().orElseThrow();
  }

  @Test
  void isToldAtTheRateOfTheLastDay() {
    assertThat(left(sample(86_400, data() - 5, metadata()), 0))
        .isEqualTo("data full in %d days at the rate of the last day", (long) ((100 - data()) / 5));
  }

  @Test
  void isTheNearerOfDayAndHour() {
    String samples =
        sample(86_400, data() - 5, metadata()) + sample(3_600, data() - 0.3, metadata());
    assertThat(left(samples, 0))
        .isEqualTo(
            "data full in %d days at the rate of the last hour",
            (long) ((100 - data()) / 0.3 / 24));
  }

  @Test
  void isTheNearerOfDataAndMetadata() {
    assertThat(left(sample(3_600, data() - 0.1, metadata() - 5), 0))
        .isEqualTo(
            "metadata full in %d hours at the rate of the last hour",
            (long) ((100 - metadata()) / 5));
  }

  @Test
  void countsWhatItsGroupStillHas() {
    assertThat(left(sample(86_400, data() - 5, metadata()), pool().size().bytes()))
        .isEqualTo("data full in %d days at the rate of the last day", (long) ((200 - data()) / 5));
  }

  @ParameterizedTest
  @CsvSource({"0", "-0.3", "0.04"})
  void isNotToldWhereItDoesNotFill(double grown) {
    assertThat(left(sample(86_400, data() - grown, metadata()), 0)).isEqualTo("nothing");
  }

  @ParameterizedTest
  @CsvSource({"60", "20000", "200000", "-3600"})
  void isNotToldFromSamplesOfAnotherTime(long age) {
    assertThat(left(sample(age, data() - 5, metadata()), 0)).isEqualTo("nothing");
  }

  @Test
  void isNotToldFromOtherPoolsAndBrokenLines() {
    String sample = sample(86_400, data() - 5, metadata());
    assertThat(left(sample.replace(" pool ", " other "), 0)).isEqualTo("nothing");
    assertThat(left(sample.replace("DRBDVG", "VG1"), 0)).isEqualTo("nothing");
    assertThat(left(sample.substring(0, 30), 0)).isEqualTo("nothing");
    assertThat(FillLog.parse(new Reply(0, sample, ""))).isEmpty();
  }
}
