package io.cairn.cli;

import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Shows every layer on every node, with its health, and what is wrong in words.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    try (Session session = Session.reading(cluster)) {
      Context context = session.survey();
      List<LayerState> states = new ArrayList<>();
      for (Engine engine : context.engines().all()) {
        states.addAll(engine.states(context));
      }
      List<Finding> findings = Planner.findings(context);
      states.forEach(System.out::println);
      findings.forEach(System.out::println);
      return Exit.OK;
    }
  }
}
