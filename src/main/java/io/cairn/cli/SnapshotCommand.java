package io.cairn.cli;

import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotName;
import io.cairn.graph.Layer;
import io.cairn.operate.Apply;
import io.cairn.operate.Snapshots;
import io.cairn.run.Runner;
import io.cairn.view.PlanText;
import io.cairn.view.SnapshotJson;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "snapshot",
    description =
        "Snapshots of containers, of Btrfs layers, of volumes with what lies over them, and of all copies"
            + " of a DRBD resource at one moment. A snapshot is on the same disk: it is no backup.",
    footer = {
      "  cairn snapshot create mysql before-upgrade",
      "  cairn snapshot list",
      "  cairn snapshot restore mysql before-upgrade",
      "  cairn snapshot delete mysql before-upgrade"
    },
    synopsisSubcommandLabel = "COMMAND")
final class SnapshotCommand {
  private static final String LAYER = "a container, a file system, a volume or a resource";

  @Command(
      name = "create",
      description = "Takes a snapshot, while the layer is in use.",
      footer = "  cairn snapshot create mysql before-upgrade")
  int create(
      @Mixin ChangeOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", description = LAYER) String layer,
      @Parameters(index = "1", paramLabel = "NAME", description = "the snapshot's name")
          String name) {
    return change(
        options, layer, new Approval.NotNeeded(), (all, of) -> all.create(of, snapshotName(name)));
  }

  @Command(
      name = "list",
      description = "Lists a layer's snapshots, or those of all layers.",
      footer = {"  cairn snapshot list", "  cairn snapshot list mysql --json"})
  int list(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", arity = "0..1", description = LAYER)
          @Nullable String layer,
      @Option(names = "--json", description = "the snapshots, as JSON") boolean json) {
    try (Session session = Session.reading(options)) {
      Snapshots snapshots = new Snapshots(session.survey());
      List<Snapshot> found =
          layer == null ? snapshots.all() : snapshots.of(Names.layer(session.cluster(), layer));
      System.out.print(json ? SnapshotJson.of(found) : lines(found));
      return Exit.OK;
    }
  }

  @Command(
      name = "restore",
      description = {
        "Goes back to a snapshot; what is there now is kept as a snapshot itself.",
        "A volume that is not thin has no room for that: what it holds now is lost."
      },
      footer = {
        "  cairn snapshot restore mysql before-upgrade",
        "  cairn snapshot restore data good --destroy data"
      })
  int restore(
      @Mixin ChangeOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", description = LAYER) String layer,
      @Parameters(index = "1", paramLabel = "NAME", description = "the snapshot's name")
          String name,
      @Option(
              names = "--destroy",
              paramLabel = "LAYER",
              description = "the layer's name: what it holds now may be lost")
          @Nullable List<String> destroy,
      @Option(names = "--yes", description = "do not ask; --destroy is needed all the same")
          boolean yes) {
    return change(
        options,
        layer,
        new Approval.Named(layer, yes, destroy == null ? List.of() : destroy),
        (all, of) -> all.restore(of, snapshotName(name)));
  }

  @Command(
      name = "delete",
      description = "Deletes a snapshot; it can never hit what the snapshot was taken of.",
      footer = "  cairn snapshot delete mysql before-upgrade")
  int delete(
      @Mixin ChangeOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", description = LAYER) String layer,
      @Parameters(index = "1", paramLabel = "NAME", description = "the snapshot's name")
          String name,
      @Option(names = "--yes", description = "do not ask") boolean yes) {
    return change(
        options, layer, new Approval.Asked(yes), (all, of) -> all.delete(of, snapshotName(name)));
  }

  private static String lines(List<Snapshot> snapshots) {
    return snapshots.stream()
        .map(
            snapshot ->
                "%-16s %-32s %-12s %s%s%n"
                    .formatted(
                        snapshot.layer(),
                        snapshot.name(),
                        snapshot.node(),
                        snapshot.created(),
                        snapshot.schedule().map(period -> "  every " + period).orElse("")))
        .collect(Collectors.joining());
  }

  private static SnapshotName snapshotName(String text) {
    if (!SnapshotName.isValid(text)) {
      throw new Trouble("'" + text + "' is not a snapshot's name: " + SnapshotName.RULE + ".");
    }
    return new SnapshotName(text);
  }

  /** Runs what the engine answers to the request. */
  static int change(
      ChangeOptions options,
      String name,
      Approval approval,
      BiFunction<Snapshots, Layer, Snapshots.Answer> request) {
    try (Session session = Session.changing(options, "cairn snapshot " + name)) {
      Layer layer = Names.layer(session.cluster(), name);
      return switch (request.apply(new Snapshots(session.survey()), layer)) {
        case Snapshots.Answer.Refused(var why, var correction) ->
            throw new Trouble(why + "\n" + correction + "\nNothing was changed.");
        case Snapshots.Answer.Possible possible -> {
          Approval.obtain(
              approval,
              possible.plan(),
              () -> PlanText.of(possible.plan(), session.cluster(), session.screen()));
          yield run(session, possible);
        }
      };
    }
  }

  private static int run(Session session, Snapshots.Answer.Possible possible) {
    Runner.Report report = Snapshots.run(session.site(), possible);
    if (!report.isComplete()) {
      Outcomes.incomplete(report);
      return Exit.ERROR;
    }
    if (possible.rest().isPresent()) {
      return Outcomes.show(
          Apply.run(session.site(), session.survey(), possible.rest().get(), _ -> true), session);
    }
    System.out.println("Done.");
    return Exit.OK;
  }
}
