package io.cairn.sim;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Faults at the commands of every operation: one kind at one moment after the other, then whatever
 * the seed brings. Each time, running again must bring the cluster to what its file says.
 *
 * <p>The seed of a sweep is its number: kind, moment, and which of the commands it begins with.
 */
@Tag("sweep")
final class SweepTest {
  private static final List<Faults.Kind> KINDS = List.of(Faults.Kind.values());
  private static final List<Faults.Moment> MOMENTS = List.of(Faults.Moment.values());
  private static final int SWEEPS = KINDS.size() * MOMENTS.size();

  /** Every so manieth command is struck; other kinds begin with another. */
  private static final int STRIDE = 6;

  private static Faults sweep(long seed) {
    int number = (int) (seed - 1);
    Faults.Kind kind = KINDS.get(number % KINDS.size());
    Faults.Moment moment = MOMENTS.get(number / KINDS.size() % MOMENTS.size());
    // few commands work in several steps: there each is struck
    int stride = moment == Faults.Moment.MIDWAY ? 1 : STRIDE;
    return Faults.sweep(kind, moment, stride, number % stride);
  }

  @Test
  void convergesWhereverApplyIsBroken() {
    Seeds.forEach(
        SWEEPS,
        seed -> {
          try (Scenario scenario = Example.world(seed)) {
            scenario.sweep(sweep(seed), scenario::apply);
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  @Test
  void convergesWhereverAMoveIsBroken() {
    Seeds.forEach(
        SWEEPS,
        seed -> {
          try (Scenario scenario = Example.world(seed)) {
            scenario.apply();
            scenario.sweep(
                sweep(seed),
                () -> {
                  scenario.apply();
                  boolean isHere = scenario.primary("r0").filter("node1"::equals).isPresent();
                  scenario.move("r0", isHere ? "node2" : "node1");
                });
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }
}
