package io.cairn.cli;

import io.cairn.engine.Context;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import io.cairn.view.AtWorkText;
import io.cairn.view.FindingText;
import io.cairn.view.PlanJson;
import io.cairn.view.PlanText;
import io.cairn.view.SavedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = {
      "Shows what apply would do, with the reason; changes nothing.",
      "With --node or --target it shows that part. Every step brings the steps that it needs, on"
          + " whichever node and layer; the rest is named as left out."
    },
    footer = {
      "  cairn plan                      what apply would do: + create, ~ change, - destroy, ! interrupts",
      "  cairn plan --commands           the exact commands, in order",
      "  cairn plan --target mysql       the part for mysql, with what it needs",
      "  cairn plan -o monday.plan       save it; 'cairn apply monday.plan' does exactly this"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing to do",
      "1:an error; nothing is planned",
      "2:there is something to do"
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private PartOptions part = new PartOptions();

  @Option(names = "--commands", description = "show the exact commands, in order")
  private boolean commands;

  @Option(names = "--json", description = "everything, as JSON")
  private boolean json;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "SAVED",
      description = "save the plan; 'apply SAVED' does exactly this, or refuses")
  private @Nullable Path output;

  @Override
  public Integer call() {
    try (Session session = Session.reading(cluster)) {
      Selection selection = part.in(session.cluster());
      Context context = session.survey();
      Planner.Result planned = Planner.plan(context, selection);
      System.err.print(AtWorkText.of(context.observed(), session.screen()));
      System.err.print(FindingText.of(planned.findings(), session.screen()));
      if (planned.isRefused()) {
        System.out.print(json ? PlanJson.of(planned, session.cluster()) : "");
        throw new Trouble("no plan: what stands above must be mended first. Nothing was changed.");
      }
      System.out.print(rendered(planned, session));
      Optional.ofNullable(output).ifPresent(path -> save(path, planned, session));
      return planned.plan().isEmpty() ? Exit.OK : Exit.CHANGES;
    }
  }

  private String rendered(Planner.Result planned, Session session) {
    if (json) {
      return PlanJson.of(planned, session.cluster());
    }
    return commands
        ? PlanText.withCommands(planned, session.cluster(), session.screen())
        : PlanText.of(planned, session.cluster(), session.screen());
  }

  private void save(Path path, Planner.Result planned, Session session) {
    try {
      Files.writeString(
          path,
          SavedPlan.text(planned, session.cluster(), cluster.file.toString(), cluster.digest()));
    } catch (IOException e) {
      throw new Trouble("the plan cannot be saved as " + path + ": " + e.getMessage(), e);
    }
  }
}
