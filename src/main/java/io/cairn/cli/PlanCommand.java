package io.cairn.cli;

import io.cairn.plan.Plan;
import io.cairn.plan.Planner;
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
    description = "Shows what apply would do, with the reason; changes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

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
      Planner.Result planned = Planner.plan(session.survey());
      System.err.print(FindingText.of(planned.findings(), session.screen()));
      if (planned.isRefused()) {
        throw new Trouble("no plan: what stands above must be mended first. Nothing was changed.");
      }
      System.out.print(rendered(planned.plan(), session));
      Optional.ofNullable(output).ifPresent(path -> save(path, planned.plan(), session));
      return planned.plan().isEmpty() ? Exit.OK : Exit.CHANGES;
    }
  }

  private String rendered(Plan plan, Session session) {
    if (json) {
      return PlanJson.of(plan, session.cluster());
    }
    return commands
        ? PlanText.withCommands(plan, session.cluster(), session.screen())
        : PlanText.of(plan, session.cluster(), session.screen());
  }

  private void save(Path path, Plan plan, Session session) {
    try {
      Files.writeString(
          path, SavedPlan.text(plan, session.cluster(), cluster.file.toString(), cluster.digest()));
    } catch (IOException e) {
      throw new Trouble("the plan cannot be saved as " + path + ": " + e.getMessage(), e);
    }
  }
}
