package io.cairn.sim;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Faults at the commands of every operation: one kind at one moment after the other, then whatever
 * the seed brings. Each time, running again must bring the cluster to what its file says.
 *
 * <p>The seed of a sweep is its number: kind, moment, and which of the commands it begins with.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("sweep")
final class SweepTest {
  private static final List<Faults.Kind> KINDS = List.of(Faults.Kind.values());
  private static final List<Faults.Moment> MOMENTS = List.of(Faults.Moment.values());

  /** Those that can befall a node without another one. */
  private static final List<Faults.Kind> ALONE =
      KINDS.stream()
          .filter(kind -> kind != Faults.Kind.PEER_POWER_LOSS && kind != Faults.Kind.PARTITION)
          .toList();

  /** Every so manieth command is struck; other kinds begin with another. */
  private static final int STRIDE = 6;

  private static int sweeps(List<Faults.Kind> kinds) {
    return kinds.size() * MOMENTS.size();
  }

  private static Faults sweep(long seed, List<Faults.Kind> kinds) {
    int number = (int) (seed - 1);
    Faults.Kind kind = kinds.get(number % kinds.size());
    Faults.Moment moment = MOMENTS.get(number / kinds.size() % MOMENTS.size());
    // few commands work in several steps: there each is struck
    int stride = moment == Faults.Moment.MIDWAY ? 1 : STRIDE;
    return Faults.sweep(kind, moment, stride, number % stride);
  }

  @Test
  void convergesWhereverApplyIsBroken() {
    Seeds.forEach(
        sweeps(KINDS),
        seed -> {
          try (Scenario scenario = Example.world(seed)) {
            scenario.sweep(sweep(seed, KINDS), scenario::apply);
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  @Test
  void convergesWhereverApplyIsBrokenOnArraysAndVolumes() {
    Seeds.forEach(
        sweeps(ALONE),
        seed -> {
          try (Scenario scenario = Example.storage(seed)) {
            scenario.sweep(sweep(seed, ALONE), scenario::apply);
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  /**
   * A cache that holds writes back is attached and detached, and each of LVM's commands is struck
   * between any two of its steps. The seed is the number of the kind.
   */
  @Test
  void convergesWhereverAChangeOfTheCacheIsBroken() {
    List<Faults.Kind> kinds = List.of(Faults.Kind.CRASH, Faults.Kind.POWER_LOSS);
    Seeds.forEach(
        kinds.size(),
        seed -> {
          try (Scenario scenario = Example.storage(seed)) {
            scenario.apply();
            scenario.sweep(
                Faults.sweep(kinds.get((int) seed - 1), Faults.Moment.MIDWAY, 1, 0),
                () -> {
                  scenario.declare(Example.storageWith(Example.WRITEBACK));
                  scenario.apply();
                  scenario.declare(Example.storageWith(""));
                  scenario.apply();
                });
            scenario.mustSettle();
            scenario.declare(Example.storageWith(Example.WRITETHROUGH));
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  @Test
  void convergesWhereverDestroyIsBrokenOnArraysAndVolumes() {
    Seeds.forEach(
        sweeps(ALONE),
        seed -> {
          try (Scenario scenario = Example.storage(seed)) {
            scenario.apply();
            scenario.giveUpAll();
            scenario.sweep(sweep(seed, ALONE), () -> scenario.destroy("hdd", "ssd"));
            scenario.mustBeDestroyed("hdd", "ssd");
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  @Test
  void convergesWhereverAMoveIsBroken() {
    Seeds.forEach(
        sweeps(KINDS),
        seed -> {
          try (Scenario scenario = Example.world(seed)) {
            scenario.apply();
            scenario.sweep(
                sweep(seed, KINDS),
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
