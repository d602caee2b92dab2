package io.cairn.cli;

import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import io.cairn.view.FindingText;
import io.cairn.view.Runbook;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "runbook",
    description = {
      "Writes the plan as a document, in Markdown, of commands that a person can follow without Cairn.",
      "--node and --target choose a part as for 'cairn plan'."
    },
    footer = {"  cairn runbook > runbook.md", "  cairn runbook --target mysql > mysql.md"})
final class RunbookCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private PartOptions part = new PartOptions();

  @Override
  public Integer call() {
    try (Session session = Session.reading(cluster)) {
      Selection selection = part.in(session.cluster());
      Planner.Result planned = Planner.plan(session.survey(), selection);
      System.err.print(FindingText.of(planned.findings(), session.screen()));
      if (planned.isRefused()) {
        throw new Trouble("no plan: what stands above must be mended first. Nothing was changed.");
      }
      System.out.print(Runbook.of(planned, session.cluster()));
      return Exit.OK;
    }
  }
}
