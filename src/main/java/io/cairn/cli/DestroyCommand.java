package io.cairn.cli;

import io.cairn.graph.LayerName;
import io.cairn.operate.Destroy;
import io.cairn.run.Runner;
import io.cairn.view.PlanText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "destroy",
    description = {
      "Takes layers away with their data, from the top down, with everything over them.",
      "The lowest of the layers that go must be named with --destroy, which covers what lies over it. --yes never stands for that."
    },
    footer = {
      "  cairn destroy mysql --destroy mysql       the container mysql",
      "  cairn destroy r0 --destroy r0             r0 with all over it",
      "  cairn destroy --destroy r0 --destroy r1   everything"
    })
final class DestroyCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();

  @Parameters(
      paramLabel = "LAYER",
      arity = "0..*",
      description = "what to take away, with everything over it (default: all layers)")
  private List<String> layers = new ArrayList<>();

  @Option(
      names = "--destroy",
      paramLabel = "LAYER",
      description = "this layer's data, and that of what lies over it, may be destroyed")
  private List<String> named = new ArrayList<>();

  @Option(names = "--yes", description = "do not ask; what holds data must be named all the same")
  private boolean yes;

  @Override
  public Integer call() {
    try (Session session = Session.changing(cluster, "cairn destroy")) {
      Set<LayerName> wanted =
          layers.isEmpty() ? session.cluster().layers().sequencedKeySet() : names(session, layers);
      Set<LayerName> destroyed = names(session, named);
      return switch (Destroy.plan(session.site().survey(destroyed), wanted, destroyed)) {
        case Destroy.Prospect.NodesSilent(var why) ->
            throw new Trouble(
                "these nodes do not answer, so nobody knows what they hold: "
                    + why
                    + ". Nothing was changed.");
        case Destroy.Prospect.NotNamed(var missing) -> throw notNamed(missing);
        case Destroy.Prospect.Possible possible -> destroy(session, possible);
      };
    }
  }

  private static Set<LayerName> names(Session session, List<String> names) {
    Set<LayerName> found = new LinkedHashSet<>();
    names.forEach(name -> found.add(Names.layer(session.cluster(), name).name()));
    return found;
  }

  private static Trouble notNamed(List<LayerName> missing) {
    return new Trouble(
        "this would destroy "
            + missing.stream().map(LayerName::text).collect(Collectors.joining(", "))
            + ", and their data. To allow it, name the lowest of them, each with --destroy LAYER"
            + " (it covers what lies over it). Nothing was changed.");
  }

  private int destroy(Session session, Destroy.Prospect.Possible possible) {
    if (possible.plan().isEmpty()) {
      System.out.println("Nothing to do: none of it is there.");
      return Exit.OK;
    }
    System.out.print(PlanText.of(possible.plan(), session.cluster(), session.screen()));
    if (!yes && !Terminal.isInteractive()) {
      throw new Trouble("there is nobody to ask: give --yes to go on without asking.");
    }
    if (!yes
        && !Terminal.confirm(
            "All data of these layers will be lost. To go on, type the cluster's name:",
            session.cluster().name().text())) {
      throw new Trouble("not approved; nothing was changed.");
    }
    Runner.Report report = session.site().run(possible.plan());
    if (!report.isComplete()) {
      Outcomes.incomplete(report);
      return Exit.ERROR;
    }
    System.out.println("Destroyed: " + report.ended().size() + " steps.");
    return Exit.OK;
  }
}
