package io.cairn.cli;

import io.cairn.plan.Planner;
import io.cairn.view.FindingText;
import io.cairn.view.Runbook;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "runbook",
    description =
        "Writes the plan as a document of commands that a person can follow without Cairn.",
    mixinStandardHelpOptions = true)
final class RunbookCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    try (Session session = Session.reading(cluster)) {
      Planner.Result planned = Planner.plan(session.survey());
      System.err.print(FindingText.of(planned.findings(), session.screen()));
      if (planned.isRefused()) {
        throw new Trouble("no plan: what stands above must be mended first. Nothing was changed.");
      }
      System.out.print(Runbook.of(planned.plan(), session.cluster()));
      return Exit.OK;
    }
  }
}
