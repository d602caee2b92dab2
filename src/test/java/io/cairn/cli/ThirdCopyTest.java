package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Context;
import io.cairn.engine.Step;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Move;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moves of a resource of three nodes, from what three real nodes answered. */
class ThirdCopyTest {
  private static Context recorded(String scene) throws IOException {
    return PlanCasesTest.context(Path.of("src/test/resources/cases/plan/trio").resolve(scene));
  }

  private static Move.Prospect move(String scene, String layer, String to) throws IOException {
    Context context = recorded(scene);
    return Move.plan(context, context.cluster().layer(new LayerName(layer)), new NodeName(to));
  }

  private static List<String> steps(String scene, String layer, String to) throws IOException {
    assertThat(move(scene, layer, to)).isInstanceOf(Move.Prospect.Possible.class);
    return ((Move.Prospect.Possible) move(scene, layer, to))
        .plan().steps().stream().map(Step::id).toList();
  }

  @Test
  void withinThePairTheSharedEndGoesWithTheLowerResource() throws IOException {
    assertThat(steps("applied", "data", "near2"))
        .containsExactly(
            "data/unmount@near1",
            "r0/demote@near1",
            "r0/down@near1",
            "r0-lower/demote@near1",
            "r0-lower/promote@near2",
            "r0/up@near2",
            "r0/connect@near2",
            "r0/promote@near2",
            "data/mount@near2");
  }

  @Test
  void toTheFarNodeTheSharedEndStaysWhereItIs() throws IOException {
    assertThat(steps("applied", "data", "far"))
        .containsExactly(
            "data/unmount@near1", "r0/demote@near1", "r0/promote@far", "data/mount@far");
  }

  @Test
  void fromTheFarNodeToTheOtherOneOfThePairBothMove() throws IOException {
    assertThat(steps("far-in-use", "data", "near2"))
        .containsExactly(
            "data/unmount@far",
            "r0/demote@far",
            "r0/down@near1",
            "r0-lower/demote@near1",
            "r0-lower/promote@near2",
            "r0/up@near2",
            "r0/connect@near2",
            "r0/promote@near2",
            "data/mount@near2");
  }

  @Test
  void theSharedEndAloneMovesWhileTheFarNodeHasIt() throws IOException {
    assertThat(steps("far-in-use", "r0-lower", "near2"))
        .containsExactly(
            "r0/down@near1",
            "r0-lower/demote@near1",
            "r0-lower/promote@near2",
            "r0/up@near2",
            "r0/connect@near2");
  }

  @Test
  void theLowerResourceTakesAlongWhatIsInUseOverIt() throws IOException {
    assertThat(steps("applied", "r0-lower", "near2")).isEqualTo(steps("applied", "data", "near2"));
  }

  @Test
  void staysWhereItIs() throws IOException {
    assertThat(move("far-in-use", "data", "far")).isInstanceOf(Move.Prospect.AlreadyThere.class);
  }

  @Test
  void refusesANodeOfThePairThatDidNotAnswer() throws IOException {
    assertThat(move("taken-over", "data", "near1"))
        .isInstanceOfSatisfying(
            Move.Prospect.Impossible.class,
            no ->
                assertThat(no.why())
                    .isEqualTo(
                        "r0-lower on near1 is not ready to take over: unknown, the node did not answer"));
  }
}
