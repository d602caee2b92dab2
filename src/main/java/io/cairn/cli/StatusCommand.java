package io.cairn.cli;

import io.cairn.plan.Selection;
import io.cairn.view.Status;
import io.cairn.view.StatusJson;
import io.cairn.view.StatusText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = {
      "Shows every layer on every node, with its health, and what is wrong in words.",
      "With --node or --target it shows that part, with what it lies over; what is wrong elsewhere is told"
          + " all the same."
    },
    footer = {
      "  cairn status                    how everything is",
      "  cairn status --watch            the same, refreshed until Ctrl-C",
      "  cairn status --target mysql     the container mysql, and what it lies over",
      "  cairn status --json --watch     one line of JSON for each look"
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private PartOptions part = new PartOptions();

  @Option(names = "--json", description = "everything, as JSON; with --watch one line a look")
  private boolean json;

  @Option(names = "--watch", description = "look again and again, until Ctrl-C")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "with --watch: pause between two looks (default: ${DEFAULT-VALUE})")
  private int interval;

  @Override
  public Integer call() throws InterruptedException {
    if (interval < 1) {
      throw new Trouble("--interval " + interval + ": the pause is at least 1 second.");
    }
    if (watch) {
      watch();
      return Exit.OK;
    }
    try (Session session = Session.reading(cluster)) {
      Selection selection = part.in(session.cluster());
      Status status = Status.of(session.survey(), selection);
      System.out.print(json ? StatusJson.of(status) : StatusText.of(status, session.screen()));
      return Exit.OK;
    }
  }

  private void watch() throws InterruptedException {
    try (Session session = Session.watching(cluster)) {
      StatusWatch watch = new StatusWatch(session, part.in(session.cluster()), interval);
      if (json) {
        watch.json();
      } else if (Terminal.isScreen(Terminal.Output.STANDARD)) {
        watch.onScreen();
      } else {
        watch.text();
      }
    }
  }

  static String text(Session session) {
    return StatusText.of(Status.of(session.survey()), session.screen());
  }
}
