package io.cairn.cli;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import io.cairn.view.PlanText;
import io.cairn.view.ProspectJson;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether a command acts, or only says whether and how it could. */
final class ProspectOptions {
  @Option(
      names = "--dry-run",
      description = "change nothing; say whether it could be done, and show the steps")
  boolean dry;

  @Option(names = "--json", description = "with --dry-run: the same, as JSON")
  private boolean json;

  /** Opens what the command needs: to look, or to act. */
  Session open(ChangeOptions cluster, String command) {
    if (json && !dry) {
      throw new Trouble("--json tells what could be done: give --dry-run with it.");
    }
    return dry ? Session.reading(cluster) : Session.changing(cluster, command);
  }

  /** Tells what would be done. */
  int show(Session session, LayerName base, NodeName to, List<String> grounds, Plan plan) {
    if (json) {
      System.out.print(
          ProspectJson.possible(session.cluster(), new ProspectJson.Way(base, to, grounds), plan));
    } else {
      grounds.forEach(ground -> System.out.println("  - " + ground));
      System.out.print(PlanText.of(plan, session.cluster(), session.screen()));
    }
    return Exit.CHANGES;
  }

  /** Tells that it is there already. */
  int there(Session session, LayerName base, NodeName node) {
    System.out.print(
        json
            ? ProspectJson.there(session.cluster(), base, node)
            : base + " is primary on " + node + " already; nothing was done.\n");
    return Exit.OK;
  }

  /** Tells why it cannot be done. */
  Trouble impossible(Session session, String why, String correction) {
    if (json) {
      System.out.print(ProspectJson.impossible(session.cluster(), why, correction));
    }
    return new Trouble(why + "\n" + correction + "\nNothing was changed.");
  }
}
