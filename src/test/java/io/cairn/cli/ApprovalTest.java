package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.engine.Command;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With nobody to ask, as in a script. */
class ApprovalTest {
  private static Plan plan(Effect effect) {
    return Plan.of(
        List.of(
            Step.layer(new LayerName("data"), "restore", new NodeName("left"))
                .says("Go back", "it was asked for")
                .mark(Mark.CHANGE)
                .effect(effect)
                .guard(Guard.that("it is ours", "true"))
                .runs(Command.script("true"))
                .build()));
  }

  private static void obtain(Approval approval, Effect effect) {
    Approval.obtain(approval, plan(effect), () -> "");
  }

  @Test
  void theNameStandsForTheLossAndYesDoesNot() {
    assertThatThrownBy(
            () -> obtain(new Approval.Named("data", true, List.of()), Effect.DESTRUCTIVE))
        .hasMessage("this loses data: name it with --destroy data. Nothing was changed.");
    assertThatThrownBy(
            () -> obtain(new Approval.Named("data", true, List.of("other")), Effect.DESTRUCTIVE))
        .isInstanceOf(Trouble.class);
    assertThatCode(
            () -> obtain(new Approval.Named("data", false, List.of("data")), Effect.DESTRUCTIVE))
        .doesNotThrowAnyException();
  }

  @Test
  void yesIsEnoughWhereNothingIsLost() {
    assertThatCode(() -> obtain(new Approval.Named("data", true, List.of()), Effect.DISRUPTIVE))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> obtain(new Approval.Named("data", false, List.of()), Effect.DISRUPTIVE))
        .hasMessage("there is nobody to ask: give --yes to go on without asking.");
  }

  @Test
  void aNameGivenForNothingIsNoYes() {
    assertThatThrownBy(
            () -> obtain(new Approval.Named("data", false, List.of("data")), Effect.DISRUPTIVE))
        .isInstanceOf(Trouble.class);
  }
}
