package io.cairn.view;

import io.cairn.Golden;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
  @Test
  void holdsEveryStepWithEdgesGuardsCommandsFilesAndChecks() {
    Golden.check("view/plan.json", PlanJson.of(ErpPlan.create(), Erp.cluster()));
  }
}
