package io.cairn.cli;

import io.cairn.engine.Context;
import io.cairn.engine.drbd.SplitBrain;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.operate.Recovery;
import io.cairn.run.Runner;
import io.cairn.view.PlanText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "resolve",
    description = {
      "Ends a split brain, in which both nodes of a DRBD resource took writes without the other: shows what each side holds, keeps one side, gives up what the other changed.",
      "What is given up must be named: the resource's name is asked for, or given with --destroy."
    },
    footer = {
      "  cairn resolve r0                   what each side holds",
      "  cairn resolve r0 --keep node1      keep node1's data; asks before anything is lost"
    })
final class ResolveCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();

  @Parameters(index = "0", paramLabel = "LAYER", description = "the DRBD resource")
  private String layer = "";

  @Option(names = "--keep", paramLabel = "NODE", description = "whose data is kept")
  private @Nullable String keep;

  @Option(
      names = "--destroy",
      paramLabel = "LAYER",
      description = "the resource's name: what the other side changed may be lost")
  private List<String> destroy = new ArrayList<>();

  @Option(names = "--yes", description = "do not ask; --destroy is needed all the same")
  private boolean yes;

  @Override
  public Integer call() {
    try (Session session = Session.changing(cluster, "cairn resolve " + layer)) {
      if (!(Names.layer(session.cluster(), layer) instanceof Layer.Drbd resource)) {
        throw new Trouble(layer + " is no DRBD resource; only these can have a split brain.");
      }
      Context context = session.survey();
      SplitBrain split =
          Recovery.splitBrain(context, resource)
              .orElseThrow(
                  () ->
                      new Trouble(
                          layer
                              + " is in no split brain that both its nodes show; nothing was changed."));
      split.sides().forEach(ResolveCommand::show);
      if (keep == null) {
        throw new Trouble("say whose data is kept: --keep NODE. Nothing was changed.");
      }
      return resolve(session, context, split, resource);
    }
  }

  private int resolve(Session session, Context context, SplitBrain split, Layer.Drbd resource) {
    NodeName kept = Names.node(session.cluster(), keep == null ? "" : keep);
    if (split.on(kept).isEmpty()) {
      throw new Trouble(resource.name() + " has no copy on " + kept + ". Nothing was changed.");
    }
    SplitBrain.Side lost =
        split.sides().stream().filter(side -> !side.node().equals(kept)).findFirst().orElseThrow();
    System.out.println(
        "\nWhat "
            + lost.node()
            + " changed since the nodes parted will be lost"
            + lost.changed().map(size -> ": up to " + size).orElse("")
            + ".");
    var plan = Recovery.resolve(context, split, resource, kept);
    Approval.obtain(
        new Approval.Named(resource.name().text(), yes, destroy),
        plan,
        () -> PlanText.of(plan, session.cluster(), session.screen()));
    Runner.Report report = session.site().run(plan);
    if (!report.isComplete()) {
      Outcomes.incomplete(report);
      return Exit.ERROR;
    }
    System.out.println(resource.name() + " holds what " + kept + " had, on both nodes.");
    return Exit.OK;
  }

  private static void show(SplitBrain.Side side) {
    System.out.println(side.node() + ": " + side.role() + ", generation " + side.generation());
    System.out.println(
        "  changed since the nodes parted: "
            + side.changed().map(Size::toString).orElse("unknown"));
    System.out.println(
        "  last written: " + side.lastWrite().map(Instant::toString).orElse("unknown"));
    side.partedAt().ifPresent(at -> System.out.println("  lost the other node at " + at));
    side.detectedAt().ifPresent(at -> System.out.println("  found the split brain at " + at));
    side.roles().reversed().stream()
        .limit(5)
        .forEach(role -> System.out.println("  since " + role));
  }
}
