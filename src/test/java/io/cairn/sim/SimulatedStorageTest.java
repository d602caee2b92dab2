package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.operate.Apply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrays and volumes, simulated: made, found again after a loss of power, destroyed. */
final class SimulatedStorageTest {
  @Test
  void appliesTheStorageExampleAndThenHasNothingToDo() {
    try (Scenario scenario = Example.storage(1)) {
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Applied.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      scenario.mustBeWhole();
      assertThat(scenario.world().ledger().hasData()).isTrue();
    }
  }

  @Test
  void findsEverythingAgainAfterALossOfPower() {
    try (Scenario scenario = Example.storage(1)) {
      scenario.apply();
      scenario.world().servers().forEach(scenario.world()::losePower);
      scenario.world().calm();
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      scenario.mustBeWhole();
    }
  }

  @Test
  void destroysAndBuildsAnew() {
    try (Scenario scenario = Example.storage(1)) {
      scenario.apply();
      scenario.giveUpAll();
      scenario.mustComplete(scenario.destroy("hdd", "ssd"));
      scenario.mustBeDestroyed("hdd", "ssd");
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Applied.class);
      scenario.mustBeWhole();
    }
  }

  @Test
  void changesTheCacheWhileTheVolumeIsWrittenTo() {
    try (Scenario scenario = Example.storage(1)) {
      scenario.apply();
      for (String cache : List.of(Example.WRITEBACK, Example.SMALLER, Example.WRITETHROUGH, "")) {
        scenario.declare(Example.storageWith(cache));
        assertThat(scenario.apply()).as(cache).isInstanceOf(Apply.Outcome.Applied.class);
        assertThat(scenario.apply()).as(cache).isInstanceOf(Apply.Outcome.NothingToDo.class);
      }
      scenario.mustBeWhole();
    }
  }
}
