package io.cairn.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.plan.Plan;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static final Screen SCREEN = Screen.plain(100);

  @Test
  void showsOneLineAStepGroupedByLayerFromTheBottomUp() {
    Golden.check("view/plan.txt", PlanText.of(ErpPlan.create(), Erp.cluster(), SCREEN));
  }

  @Test
  void wrapsButNeverCutsOnANarrowScreen() {
    Golden.check(
        "view/plan-60-columns.txt", PlanText.of(ErpPlan.create(), Erp.cluster(), Screen.plain(60)));
  }

  @Test
  void showsDestructionFromTheTopDown() {
    Golden.check("view/plan-destroy.txt", PlanText.of(ErpPlan.destroy(), Erp.cluster(), SCREEN));
  }

  @Test
  void saysThatThereIsNothingToDo() {
    assertThat(PlanText.of(Plan.EMPTY, Erp.cluster(), SCREEN))
        .isEqualTo("erp: nothing to do, all is as declared\n")
        .isEqualTo(PlanText.withCommands(Plan.EMPTY, Erp.cluster(), SCREEN));
  }

  @Test
  void showsExactCommandsGuardsChecksAndFilesInTheOrderOfExecution() {
    Golden.check(
        "view/plan-commands.txt", PlanText.withCommands(ErpPlan.create(), Erp.cluster(), SCREEN));
  }

  @Test
  void coloursOnlyWhereAskedTo() {
    Screen colour = new Screen(Style.COLOUR, Glyphs.UNICODE, 100);
    String coloured = PlanText.of(ErpPlan.create(), Erp.cluster(), colour);
    String plain = PlanText.of(ErpPlan.create(), Erp.cluster(), SCREEN);
    assertThat(coloured).isNotEqualTo(plain);
    assertThat(coloured.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(plain);
  }

  @Test
  void usesNothingButAsciiWhereAskedTo() {
    Screen ascii = new Screen(Style.PLAIN, Glyphs.ASCII, 100);
    assertThat(
            PlanText.of(ErpPlan.create(), Erp.cluster(), ascii)
                + PlanText.withCommands(ErpPlan.create(), Erp.cluster(), ascii))
        .matches("\\p{ASCII}*");
  }
}
