package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Engines;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.filesystem.FileSystemEngine;
import io.cairn.engine.network.NetworkEngine;
import io.cairn.engine.node.NodeEngine;
import io.cairn.graph.Cluster;
import io.cairn.operate.Apply;
import io.cairn.operate.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example cluster, simulated: applied, moved, broken at every command. */
@Tag("simulation")
final class SimulatedClusterTest {
  private static final Engines ENGINES =
      new Engines(
          List.of(new NodeEngine(), new NetworkEngine(), new DrbdEngine(), new FileSystemEngine()));

  private static Cluster erp() throws IOException {
    String text =
        Files.readString(Path.of("examples/erp.yaml"))
            .lines()
            .filter(line -> !line.contains("type: lxc"))
            .collect(Collectors.joining("\n", "", "\n"));
    return Scenario.cluster(text);
  }

  @Test
  void appliesTheExampleAndThenHasNothingToDo() throws IOException {
    try (Scenario scenario = new Scenario(1, erp(), ENGINES)) {
      Object outcome = scenario.apply();
      scenario.mustBeWhole();
      assertThat(outcome).isInstanceOf(Apply.Outcome.Applied.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      scenario.mustBeWhole();
    }
  }

  @Test
  void movesAResourceWithAllOverIt() throws IOException {
    try (Scenario scenario = new Scenario(1, erp(), ENGINES)) {
      scenario.apply();
      assertThat(scenario.move("r0", "node2")).isInstanceOf(Move.Outcome.Moved.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      assertThat(scenario.move("store1", "node1")).isInstanceOf(Move.Outcome.Moved.class);
      scenario.mustBeWhole();
    }
  }

  @Test
  void comesBackAfterAllPowerWasLost() throws IOException {
    try (Scenario scenario = new Scenario(1, erp(), ENGINES)) {
      scenario.apply();
      scenario.world().servers().forEach(scenario.world()::losePower);
      scenario.mustSettle();
      scenario.mustBeWhole();
    }
  }

  @Test
  void convergesWhateverBreaksWhenItIsApplied() {
    Seeds.forEach(
        seed -> {
          try (Scenario scenario = new Scenario(seed, erp(), ENGINES)) {
            scenario.breakThings(Faults.some(scenario.world().chance(), 600));
            scenario.apply();
            scenario.apply();
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }

  @Test
  void convergesWhateverBreaksWhenItMoves() {
    Seeds.forEach(
        seed -> {
          try (Scenario scenario = new Scenario(seed, erp(), ENGINES)) {
            scenario.apply();
            scenario.breakThings(Faults.some(scenario.world().chance(), 60));
            scenario.move("r0", "node2");
            scenario.move("store2", "node1");
            scenario.mustSettle();
            scenario.mustBeWhole();
          }
        });
  }
}
