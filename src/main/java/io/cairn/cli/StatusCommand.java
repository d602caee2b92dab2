package io.cairn.cli;

import io.cairn.view.Status;
import io.cairn.view.StatusJson;
import io.cairn.view.StatusText;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = "Shows every layer on every node, with its health, and what is wrong in words.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "everything, as JSON")
  private boolean json;

  @Option(names = "--watch", description = "asks again and again, until Ctrl-C")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "pause between two looks (default: ${DEFAULT-VALUE})")
  private int interval;

  @Override
  public Integer call() throws InterruptedException {
    try (Session session = Session.reading(cluster)) {
      while (watch && !session.isInterrupted()) {
        String text = rendered(session);
        System.out.print(Terminal.isInteractive() && !json ? CLEAR + text : text);
        System.out.flush();
        TimeUnit.SECONDS.sleep(interval);
      }
      if (!watch) {
        System.out.print(rendered(session));
      }
      return Exit.OK;
    }
  }

  private String rendered(Session session) {
    return json ? StatusJson.of(Status.of(session.survey())) : text(session);
  }

  static String text(Session session) {
    return StatusText.of(Status.of(session.survey()), session.screen());
  }
}
