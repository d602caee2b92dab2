package io.cairn.cli;

import io.cairn.graph.DrbdOptions;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.operate.Failover;
import io.cairn.run.Runner;
import io.cairn.view.PlanText;
import io.cairn.view.Prose;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "failover",
    description = {
      "Takes a layer, with its whole stack, into use on the surviving node when the other node is dead.",
      "It looks for proof that the other node is dead, and refuses without. A node that answers over SSH is never taken for dead: use 'cairn move'."
    },
    footer = {
      "  cairn failover mysql node1                 node2 is dead, and that can be proved",
      "  cairn failover mysql node1 --dead node2    I have cut node2's power",
      "  cairn failover mysql node1 --dry-run       whether it could, and by which steps"
    },
    exitCodeList = {
      "0:done, or it was there already",
      "1:an error; what and why is on standard error",
      "2:with --dry-run: it could be done"
    })
final class FailoverCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();
  @Mixin private ProspectOptions prospect = new ProspectOptions();

  @Parameters(index = "0", paramLabel = "LAYER", description = "any layer of the stack")
  private String layer = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "the surviving node")
  private String node = "";

  @Option(
      names = "--dead",
      paramLabel = "NODE",
      description =
          "your word that this node is dead: powered off, or unplugged. If it is not, two nodes run the same data")
  private List<String> dead = new ArrayList<>();

  @Option(names = "--yes", description = "do not ask; proof or --dead is needed all the same")
  private boolean yes;

  @Override
  public Integer call() {
    long begun = System.nanoTime();
    try (Session session = prospect.open(cluster, "cairn failover " + layer + " " + node)) {
      Layer wanted = Names.layer(session.cluster(), layer);
      NodeName to = Names.node(session.cluster(), node);
      Set<NodeName> saidDead =
          dead.stream().map(n -> Names.node(session.cluster(), n)).collect(Collectors.toSet());
      return switch (Failover.plan(session.site(), session.survey(), wanted, to, saidDead)) {
        case Failover.Prospect.AlreadyThere(var base, var there) ->
            prospect.there(session, base.name(), there);
        case Failover.Prospect.Impossible(var why, var correction) ->
            throw prospect.impossible(session, why, correction);
        case Failover.Prospect.NoProof(var other, var life) ->
            throw prospect.impossible(
                session,
                "there is no proof that " + other + " is dead: " + String.join("; ", life) + ".",
                "If it still runs, two nodes would write to the same data. Cut its power; when you are"
                    + " sure: --dead "
                    + other);
        case Failover.Prospect.Possible possible ->
            prospect.dry
                ? prospect.show(
                    session, possible.base().name(), to, possible.grounds(), possible.plan())
                : take(session, possible, begun);
      };
    }
  }

  private int take(Session session, Failover.Prospect.Possible possible, long begun) {
    System.out.println(
        names(possible) + (possible.dead().size() == 1 ? " counts" : " count") + " as dead:");
    possible.grounds().forEach(ground -> System.out.println("  - " + ground));
    System.out.println(reach(possible));
    if (possible.protocol() != DrbdOptions.Protocol.C) {
      System.out.println(loss(possible));
    }
    System.out.print(PlanText.of(possible.plan(), session.cluster(), session.screen()));
    if (!yes && !Terminal.isInteractive()) {
      throw new Trouble("there is nobody to ask: give --yes to go on without asking.");
    }
    if (!yes && !Terminal.confirm("Take over? Only 'yes' does it:", "yes")) {
      throw new Trouble("not approved; nothing was changed.");
    }
    Runner.Report report = session.site().run(possible.plan());
    if (!report.isComplete()) {
      Outcomes.incomplete(report);
      return Exit.ERROR;
    }
    System.out.printf(
        "%s and everything over it runs on %s, %.1f s after the command was given.%n" + "%s",
        possible.base().name(),
        possible.to(),
        (System.nanoTime() - begun) / 1e9,
        possible.dead().stream()
            .map(dead -> "When %s is repaired: cairn rejoin %s%n".formatted(dead, dead))
            .collect(Collectors.joining()));
    return Exit.OK;
  }

  private static String names(Failover.Prospect.Possible possible) {
    return possible.dead().stream().map(NodeName::text).collect(Collectors.joining(" and "));
  }

  /** What the declared protocol gives up (drbd.conf-8.4(5)). */
  private static String loss(Failover.Prospect.Possible possible) {
    return switch (possible.protocol()) {
      case A ->
          "By protocol A, a write was done there before it had left for %s: the last ones may not be in the copy that takes over."
              .formatted(possible.to());
      case B ->
          "By protocol B, a write was done there when it was in the memory of %s: that is lost only if it lost power too."
              .formatted(possible.to());
      case C -> "";
    };
  }

  /** A copy that lost its peer before the peer died lacks what the peer wrote in between. */
  private static String reach(Failover.Prospect.Possible possible) {
    return possible
        .reach()
        .map(
            last ->
                "The copy on %s has all that %s wrote until %s, %s ago, when they last were connected. What %s wrote alone after that is not in it."
                    .formatted(
                        possible.to(),
                        names(possible),
                        last.at(),
                        Prose.about(last.ago()),
                        names(possible)))
        .orElse(
            "When %s last was connected with %s is not in its kernel's log: what %s wrote alone after that is not in the copy that takes over."
                .formatted(possible.to(), names(possible), names(possible)));
  }
}
