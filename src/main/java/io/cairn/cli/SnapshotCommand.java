package io.cairn.cli;

import io.cairn.engine.Step;
import io.cairn.engine.lxc.Snapshot;
import io.cairn.engine.lxc.SnapshotName;
import io.cairn.engine.lxc.Snapshots;
import io.cairn.graph.Layer;
import io.cairn.graph.Subnet;
import io.cairn.plan.Plan;
import io.cairn.run.Runner;
import io.cairn.view.PlanText;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "snapshot",
    description =
        "Snapshots of containers and of Btrfs layers. A snapshot is on the same disk: it is no backup.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class SnapshotCommand {
  private static final String LAYER = "a container or a Btrfs layer";

  @Command(name = "create", description = "Takes a snapshot.", mixinStandardHelpOptions = true)
  int create(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", description = LAYER) String layer,
      @Parameters(index = "1", paramLabel = "NAME") String name) {
    return change(
        options, layer, Consent.NOT_NEEDED, (all, of) -> all.create(of, snapshotName(name)));
  }

  @Command(
      name = "list",
      description = "Lists a layer's snapshots, or those of all layers.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", arity = "0..1", description = LAYER)
          @Nullable String layer) {
    try (Session session = Session.reading(options)) {
      Snapshots snapshots = new Snapshots(session.survey());
      List<Layer> layers =
          layer == null
              ? List.copyOf(session.cluster().layers().values())
              : List.of(Names.layer(session.cluster(), layer));
      for (Layer one : layers) {
        for (Snapshot snapshot : snapshots.of(one)) {
          System.out.printf(
              "%-16s %-32s %-12s %s%n",
              snapshot.layer(), snapshot.name(), snapshot.node(), snapshot.created());
        }
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "restore",
      description = "Goes back to a snapshot; what is there now is kept as a snapshot itself.",
      mixinStandardHelpOptions = true)
  int restore(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", description = LAYER) String layer,
      @Parameters(index = "1", paramLabel = "NAME") String name,
      @Option(names = "--yes", description = "do not ask") boolean yes) {
    return change(
        options, layer, Consent.of(yes), (all, of) -> all.restore(of, snapshotName(name)));
  }

  @Command(
      name = "delete",
      description = "Deletes a snapshot; it can never hit what the snapshot was taken of.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "LAYER", description = LAYER) String layer,
      @Parameters(index = "1", paramLabel = "NAME") String name,
      @Option(names = "--yes", description = "do not ask") boolean yes) {
    return change(options, layer, Consent.of(yes), (all, of) -> all.delete(of, snapshotName(name)));
  }

  @Command(
      name = "clone",
      description = "Copies a container to a new one, which the cluster file then declares.",
      mixinStandardHelpOptions = true)
  int copy(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "CONTAINER") String container,
      @Parameters(index = "1", paramLabel = "NEW", description = "name of the copy") String copy,
      @Option(names = "--address", paramLabel = "ADDRESS/PREFIX", description = "of the copy")
          @Nullable String address) {
    Layer.Lxc[] made = new Layer.Lxc[1];
    int exit =
        change(
            options,
            container,
            Consent.NOT_NEEDED,
            (all, of) -> {
              made[0] = copyOf(of, copy, Optional.ofNullable(address));
              return all.clone((Layer.Lxc) of, made[0]);
            });
    if (exit == Exit.OK) {
      System.out.println("Add this to the cluster file, and apply it:");
      System.out.println("  " + Snapshots.declaration(made[0]));
    }
    return exit;
  }

  private static Layer.Lxc copyOf(Layer of, String name, Optional<String> address) {
    if (!(of instanceof Layer.Lxc lxc)) {
      throw new Trouble(of.name() + " is no container; only containers can be cloned.");
    }
    Optional<Subnet> own =
        address.map(
            text ->
                Subnet.parse(text)
                    .orElseThrow(() -> new Trouble("'" + text + "' is not " + Subnet.RULE + ".")));
    return new Layer.Lxc(
        Names.newLayer(name),
        lxc.over(),
        lxc.image(),
        lxc.network(),
        own,
        lxc.memory(),
        lxc.cpus(),
        lxc.privilege());
  }

  /** Whether the operator must agree first. */
  private enum Consent {
    NOT_NEEDED,
    GIVEN,
    ASKED;

    static Consent of(boolean yes) {
      return yes ? GIVEN : ASKED;
    }
  }

  private static SnapshotName snapshotName(String text) {
    if (!SnapshotName.isValid(text)) {
      throw new Trouble("'" + text + "' is not a snapshot's name: " + SnapshotName.RULE + ".");
    }
    return new SnapshotName(text);
  }

  private static int change(
      ClusterOptions options,
      String name,
      Consent consent,
      BiFunction<Snapshots, Layer, Snapshots.Answer> request) {
    try (Session session = Session.changing(options, "cairn snapshot")) {
      Layer layer = Names.layer(session.cluster(), name);
      return switch (request.apply(new Snapshots(session.survey()), layer)) {
        case Snapshots.Answer.Refused(var why, var correction) ->
            throw new Trouble(why + "\n" + correction + "\nNothing was changed.");
        case Snapshots.Answer.Steps(List<Step> steps) -> run(session, Plan.of(steps), consent);
      };
    }
  }

  private static int run(Session session, Plan plan, Consent consent) {
    if (consent == Consent.ASKED) {
      System.out.print(PlanText.of(plan, session.cluster(), session.screen()));
      if (!Terminal.isInteractive()) {
        throw new Trouble("there is nobody to ask: give --yes to go on without asking.");
      }
      if (!Terminal.confirm("Do this? Only 'yes' does it:", "yes")) {
        throw new Trouble("not approved; nothing was changed.");
      }
    }
    Runner.Report report = session.site().run(plan);
    if (!report.isComplete()) {
      Outcomes.failures(report);
      return Exit.ERROR;
    }
    System.out.println("Done.");
    return Exit.OK;
  }
}
