package io.cairn.cli;

import io.cairn.engine.Context;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Apply;
import io.cairn.operate.Replacement;
import io.cairn.plan.Plan;
import io.cairn.run.Runner;
import io.cairn.view.FindingText;
import io.cairn.view.PlanText;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replace",
    description = {
      "Builds up a new server that has come in the place of a node, with the node's name and addresses: everything that the file has for it, and the copies of what is replicated from the nodes that are left. These keep what runs on them running.",
      "Refused where no good copy is left, where a disk of the new server is not blank, and where the node is not new. What only the old server had is gone; it is named, and made anew, empty, only on your word.",
      "With GROUP, a volume group that has lost the SSD of its caches: they are detached, which loses nothing of a writethrough one, and the device is taken out of the group. With a blank one in its place, 'cairn apply' takes that in, and makes the caches anew."
    },
    footer = {
      "  cairn replace node2                  the plan, a question, progress, and the status at the end",
      "  cairn replace node2 --dry-run        what would come from where, and by which steps",
      "  cairn replace node2 --anew node2     unattended: what only node2 had may begin anew, empty",
      "  cairn replace node1 VG1              an SSD of VG1 is lost on node1"
    },
    exitCodeList = {
      "0:done",
      "1:an error; what and why is on standard error",
      "2:with --dry-run: it could be done"
    })
final class ReplaceCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();

  @Parameters(
      index = "0",
      paramLabel = "NODE",
      description = "the node whose server is new, or that has lost a device")
  private String node = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "GROUP",
      description = "the volume group that has lost a device there")
  private @Nullable String group;

  @Option(
      names = "--anew",
      paramLabel = "NODE",
      description = "your word that what only this node had may be made anew, empty")
  private String anew = "";

  @Option(names = "--yes", description = "do not ask; what only the old server had needs --anew")
  private boolean yes;

  @Option(names = "--dry-run", description = "change nothing; say what would be done")
  private boolean dry;

  @Override
  public Integer call() {
    String command = "cairn replace " + node + (group == null ? "" : " " + group);
    try (Session session = dry ? Session.reading(cluster) : Session.changing(cluster, command)) {
      NodeName named = Names.node(session.cluster(), node);
      Context context = session.survey();
      if (group != null) {
        return takeOut(session, context, Names.layer(session.cluster(), group), named);
      }
      return switch (Replacement.plan(context, named)) {
        case Replacement.Prospect.Impossible(var why, var correction) ->
            throw new Trouble(why + "\n" + correction + "\nNothing was changed.");
        case Replacement.Prospect.Refused(var planned) ->
            Outcomes.show(new Apply.Outcome.Refused(planned), session);
        case Replacement.Prospect.Possible possible -> {
          show(session, possible);
          if (dry) {
            yield Exit.CHANGES;
          }
          int exit =
              Outcomes.show(Apply.run(session.site(), context, _ -> isApproved(possible)), session);
          System.out.println();
          System.out.print(StatusCommand.text(session));
          yield exit;
        }
      };
    }
  }

  private static void show(Session session, Replacement.Prospect.Possible possible) {
    System.err.print(FindingText.of(possible.planned().findings(), session.screen()));
    System.out.print(PlanText.of(possible.planned(), session.cluster(), session.screen()));
    System.out.println(possible.node() + " is new:");
    possible
        .sources()
        .forEach(
            (resource, from) ->
                System.out.printf(
                    "  - its copy of %s is made from %s, which alone has the data until then%n",
                    resource, from));
    possible
        .lost()
        .forEach(
            layer ->
                System.out.printf(
                    "  - %s was on the old server only: it is made anew, empty%n", layer));
  }

  private int takeOut(Session session, Context context, Layer layer, NodeName named) {
    Plan plan =
        switch (Replacement.lostDevice(context, layer, named)) {
          case Replacement.Outlook.Impossible(var why, var correction) ->
              throw new Trouble(why + "\n" + correction + "\nNothing was changed.");
          case Replacement.Outlook.Possible(var steps) -> steps;
        };
    System.out.print(PlanText.of(plan, session.cluster(), session.screen()));
    if (dry) {
      return Exit.CHANGES;
    }
    if (!isAgreed()) {
      throw new Trouble("not approved; nothing was changed.");
    }
    Runner.Report report = session.site().run(plan);
    if (!report.isComplete()) {
      Outcomes.incomplete(report);
      return Exit.ERROR;
    }
    System.out.printf(
        "%s on %s goes on without the lost device. With a blank one in its place, under the name that the file has for it:%n  cairn apply%n%n",
        layer.name(), named);
    System.out.print(StatusCommand.text(session));
    return Exit.OK;
  }

  private boolean isApproved(Replacement.Prospect.Possible possible) {
    return possible.lost().isEmpty() ? isAgreed() : isGivenUp(possible);
  }

  private boolean isAgreed() {
    if (yes) {
      return true;
    }
    if (!Terminal.isInteractive()) {
      throw new Trouble("there is nobody to ask: give --yes to go on without asking.");
    }
    return Terminal.confirm("Do this? Only 'yes' does it:", "yes");
  }

  private boolean isGivenUp(Replacement.Prospect.Possible possible) {
    String name = possible.node().text();
    if (anew.equals(name)) {
      return true;
    }
    String lost = possible.lost().stream().map(LayerName::text).collect(Collectors.joining(", "));
    if (yes || !Terminal.isInteractive()) {
      throw new Trouble(
          "what %s held was on the old server only. To have it made anew, empty: --anew %s. Nothing was changed."
              .formatted(lost, name));
    }
    return Terminal.confirm(
        "What %s held is not coming back by this. To go on, type the node's name:".formatted(lost),
        name);
  }
}
