package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Context;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import io.cairn.operate.Apply;
import io.cairn.operate.Destroy;
import io.cairn.operate.Failover;
import io.cairn.operate.Move;
import io.cairn.operate.Replacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The example cluster, simulated: applied, moved, taken over, destroyed, without trouble. */
@Execution(ExecutionMode.CONCURRENT)
final class SimulatedClusterTest {
  @Test
  void appliesTheExampleAndThenHasNothingToDo() {
    try (Scenario scenario = Example.world(1)) {
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Applied.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      scenario.mustBeWhole();
    }
  }

  @Test
  void movesAndComesBackAfterAllPowerWasLost() {
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      assertThat(scenario.move("r0", "node2")).isInstanceOf(Move.Outcome.Moved.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      assertThat(scenario.move("store1", "node1")).isInstanceOf(Move.Outcome.Moved.class);
      scenario.world().servers().forEach(scenario.world()::losePower);
      scenario.mustSettle();
      scenario.mustBeWhole();
    }
  }

  @Test
  void takesOverFromADeadNodeAndTakesItBack() {
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      assertThat(scenario.failover("r0", "node2"))
          .as("the other node answers")
          .isInstanceOf(Failover.Prospect.Impossible.class);
      scenario.world().switchOff(scenario.world().server("node1"));
      scenario.mustComplete(scenario.failover("store1", "node2"));
      scenario.world().mend();
      scenario.mustComplete(scenario.rejoin("node1"));
      assertThat(scenario.primary("r0")).contains("node2");
      scenario.mustSettle();
      assertThat(scenario.primary("r0")).as("roles stay").contains("node2");
      scenario.mustBeWhole();
    }
  }

  @Test
  void buildsAReplacedNodeFromTheOther() {
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      scenario.world().switchOff(scenario.world().server("node1"));
      scenario.mustComplete(scenario.failover("store1", "node2"));
      scenario.world().replace(scenario.world().server("node1"));
      saysWhatComesFromWhere(scenario.survey());
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Applied.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      assertThat(scenario.primary("r0")).as("roles stay").contains("node2");
      scenario.mustBeWhole();
      scenario.world().switchOff(scenario.world().server("node2"));
      scenario.mustComplete(scenario.failover("store1", "node1"));
      scenario.mustBeWhole();
    }
  }

  private static void saysWhatComesFromWhere(Context context) {
    NodeName node1 = new NodeName("node1");
    NodeName node2 = new NodeName("node2");
    assertThat(Replacement.plan(context, node1))
        .isInstanceOfSatisfying(
            Replacement.Prospect.Possible.class,
            possible -> {
              assertThat(possible.sources().values()).containsOnly(node2);
              assertThat(possible.lost()).isEmpty();
            });
    assertThat(Replacement.plan(context, node2))
        .isInstanceOfSatisfying(
            Replacement.Prospect.Impossible.class,
            no -> assertThat(no.why()).startsWith("only node2 has the data of r0"));
  }

  @Test
  void takesNoNodeForNewThatHasItsCopies() {
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      assertThat(Replacement.plan(scenario.survey(), new NodeName("node2")))
          .isInstanceOfSatisfying(
              Replacement.Prospect.Impossible.class,
              no -> assertThat(no.why()).startsWith("node2 is not a new server"));
    }
  }

  @Test
  void startsFromTheCopyThatIsLeftWhereTheHolderWasReplaced() {
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      scenario.world().replace(scenario.world().server("node1"));
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Applied.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.NothingToDo.class);
      scenario.mustBeWhole();
    }
  }

  @Test
  void destroysWhatWasNamedAndNothingElse() {
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      scenario.giveUp("/dev/vdb");
      scenario.mustComplete(scenario.destroy("r0"));
      assertThat(scenario.destroy("r0"))
          .isInstanceOfSatisfying(
              Destroy.Prospect.Possible.class,
              left -> assertThat(left.plan().steps()).extracting(Step::id).isEmpty());
      assertThat(scenario.apply()).as("built anew").isInstanceOf(Apply.Outcome.Applied.class);
      scenario.mustBeWhole();
    }
  }
}
