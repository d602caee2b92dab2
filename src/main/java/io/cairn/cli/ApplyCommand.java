package io.cairn.cli;

import io.cairn.operate.Apply;
import io.cairn.plan.Planner;
import io.cairn.view.FindingText;
import io.cairn.view.PlanText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description =
        "Brings the nodes to what the file says: shows the plan, asks, does just that, and checks the result.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--yes", description = "do not ask; never covers the destruction of data")
  private boolean yes;

  @Override
  public Integer call() {
    try (Session session = Session.changing(cluster, "cairn apply")) {
      Apply.Outcome outcome =
          Apply.run(session.site(), session.survey(), planned -> approved(planned, session));
      return Outcomes.show(outcome, session);
    }
  }

  private boolean approved(Planner.Result planned, Session session) {
    System.err.print(FindingText.of(planned.findings(), session.screen()));
    System.out.print(PlanText.of(planned.plan(), session.cluster(), session.screen()));
    if (yes) {
      return true;
    }
    if (!Terminal.isInteractive()) {
      throw new Trouble("there is nobody to ask: give --yes to apply without asking.");
    }
    return Terminal.confirm("Do this? Only 'yes' does it:", "yes");
  }
}
