package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever breaks, as the seed will have it, in every operation: running again converges. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("sweep")
final class RandomFaultsTest {
  @Test
  void convergesWhateverBreaksWhenItIsApplied() {
    Seeds.forEach(
        seed -> {
          try (Scenario scenario = Example.world(seed)) {
            scenario.breakThings(Faults.some(scenario.world().chance(), 600));
            scenario.apply();
            scenario.apply();
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  @Test
  void replaysASeedCallByCall() {
    assertThat(callsOf(7)).isEqualTo(callsOf(7));
  }

  private static List<String> callsOf(long seed) {
    try (Scenario scenario = Example.world(seed)) {
      scenario.breakThings(Faults.some(scenario.world().chance(), 300));
      scenario.apply();
      scenario.apply();
      return scenario.world().calls();
    }
  }

  @Test
  void convergesWhateverBreaksAfterwards() {
    Seeds.forEach(
        seed -> {
          try (Scenario scenario = Example.world(seed)) {
            scenario.apply();
            scenario.breakThings(Faults.some(scenario.world().chance(), 60));
            scenario.move("r0", "node2");
            scenario.move("store2", "node1");
            scenario.mustSettle();
            takeOver(scenario);
            destroy(scenario);
          }
        });
  }

  @Test
  void convergesWhateverBreaksWhileANewNodeIsBuilt() {
    Seeds.forEach(
        seed -> {
          try (Scenario scenario = Example.world(seed)) {
            scenario.apply();
            scenario.world().switchOff(scenario.world().server("node1"));
            scenario.mustComplete(scenario.failover("r0", "node2"));
            scenario.world().replace(scenario.world().server("node1"));
            scenario.breakThings(Faults.some(scenario.world().chance(), 100));
            scenario.apply();
            scenario.apply();
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  // a partition just before a node dies leaves two histories: that needs a person, and is no fault
  // of the operation
  private static final Set<Faults.Kind> WITHOUT_PARTITION =
      EnumSet.complementOf(EnumSet.of(Faults.Kind.PARTITION));

  private static void takeOver(Scenario scenario) {
    scenario.world().switchOff(scenario.world().server("node1"));
    scenario.breakThings(Faults.some(scenario.world().chance(), 60, WITHOUT_PARTITION));
    scenario.failover("r0", "node2");
    scenario.failover("r0", "node2");
    scenario.world().calm();
    scenario.breakThings(Faults.some(scenario.world().chance(), 40, WITHOUT_PARTITION));
    scenario.rejoin("node1");
    scenario.mustSettle();
    scenario.mustBeWhole();
  }

  private static void destroy(Scenario scenario) {
    scenario.giveUp("/dev/vdb");
    scenario.breakThings(Faults.some(scenario.world().chance(), 60));
    scenario.destroy("r0");
    scenario.mustBeDestroyed("r0");
    scenario.mustSettle();
    scenario.mustBeWhole();
  }
}
