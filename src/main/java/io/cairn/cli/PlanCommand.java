package io.cairn.cli;

import io.cairn.plan.Planner;
import io.cairn.view.FindingText;
import io.cairn.view.PlanText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = "Shows what apply would do, with the reason; changes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--commands", description = "show the exact commands, in order")
  private boolean commands;

  @Override
  public Integer call() {
    try (Session session = Session.reading(cluster)) {
      Planner.Result planned = Planner.plan(session.survey());
      System.err.print(FindingText.of(planned.findings(), session.screen()));
      if (planned.isRefused()) {
        throw new Trouble("no plan: what stands above must be mended first. Nothing was changed.");
      }
      System.out.print(
          commands
              ? PlanText.withCommands(planned.plan(), session.cluster(), session.screen())
              : PlanText.of(planned.plan(), session.cluster(), session.screen()));
      return planned.plan().isEmpty() ? Exit.OK : Exit.CHANGES;
    }
  }
}
