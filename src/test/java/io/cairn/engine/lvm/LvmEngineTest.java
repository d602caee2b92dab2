package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LvmEngineTest {
  private static final LvmEngine ENGINE = new LvmEngine();

  private static Stack deep() {
    return Nodes.blank(Nodes.DEEP).withDrbd(Map.of("r0", "n1"));
  }

  private static List<Step> on(List<Step> steps, String node) {
    return steps.stream().filter(step -> step.node().text().equals(node)).toList();
  }

  @Test
  void buildsTheDeepStackOnBlankDisks() {
    Golden.check("lvm/deep-first-plan.txt", Stack.text(on(ENGINE.plan(deep().context()), "n1")));
  }

  @Test
  void makesNothingOfAReplicatedGroupWhereTheResourceIsSecondary() {
    assertThat(Stack.ids(on(ENGINE.plan(deep().context()), "n2")))
        .contains("DRBDVG2/prepare@n2")
        .noneMatch(id -> id.startsWith("DRBDVG2/create") || id.startsWith("vps/"));
  }

  @Test
  void findsNothingWrongOnBlankDisks() {
    assertThat(ENGINE.check(deep().context())).isEmpty();
  }
}
