package io.cairn.cli;

import io.cairn.operate.Apply;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import io.cairn.view.FindingText;
import io.cairn.view.PlanText;
import io.cairn.view.SavedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description = {
      "Brings the nodes to what the file says: shows the plan, asks, does just that, and checks that"
          + " nothing is left to do.",
      "With --node or --target it does that part. Every step brings the steps that it needs, on whichever"
          + " node and layer; what is left out is named. An error anywhere in the cluster stops it all"
          + " the same.",
      "Ctrl-C finishes what runs and stops; run it again to go on. Every command is recorded beside the"
          + " cluster file, in FILE.journal."
    },
    footer = {
      "  cairn apply                     show the plan, ask, do it",
      "  cairn apply --yes               without asking, as for a script",
      "  cairn apply --target mysql      only mysql, with what it needs",
      "  cairn apply monday.plan         exactly what 'cairn plan -o monday.plan' showed, or nothing"
    })
final class ApplyCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();
  @Mixin private PartOptions part = new PartOptions();

  @Option(names = "--yes", description = "do not ask; never covers the destruction of data")
  private boolean yes;

  @Parameters(
      paramLabel = "SAVED",
      arity = "0..1",
      description = "a plan saved with 'plan -o': exactly that is done, or nothing")
  private @Nullable Path saved;

  @Override
  public Integer call() {
    if (saved != null && part.isGiven()) {
      throw new Trouble(
          "a saved plan is done as it is: --node and --target were for 'cairn plan'.");
    }
    Optional<SavedPlan> approved = Optional.ofNullable(saved).map(this::read);
    try (Session session = Session.changing(cluster, "cairn apply")) {
      Selection selection =
          approved.map(SavedPlan::selection).orElseGet(() -> part.in(session.cluster()));
      Apply.Outcome outcome =
          Apply.run(
              session.site(),
              session.survey(),
              selection,
              planned -> approved(planned, session, approved));
      return Outcomes.show(outcome, session);
    }
  }

  private SavedPlan read(Path path) {
    try {
      SavedPlan plan =
          SavedPlan.read(Files.readString(path))
              .orElseThrow(
                  () -> new Trouble(path + " is not a plan saved by this version of Cairn."));
      if (!plan.digest().equals(cluster.digest())) {
        throw new Trouble(
            cluster.file
                + " is not the file that the saved plan was made from ("
                + plan.file()
                + "), or was changed since. Plan again. Nothing was changed.");
      }
      return plan;
    } catch (IOException e) {
      throw new Trouble("the saved plan " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private boolean approved(Planner.Result planned, Session session, Optional<SavedPlan> approved) {
    List<String> differences =
        approved.map(plan -> plan.differences(planned.plan(), session.cluster())).orElse(List.of());
    if (!differences.isEmpty()) {
      throw new Trouble(
          "the nodes are not as they were when the plan was approved:\n  "
              + String.join("\n  ", differences)
              + "\nPlan again. Nothing was changed.");
    }
    if (approved.isPresent()) {
      return true;
    }
    System.err.print(FindingText.of(planned.findings(), session.screen()));
    System.out.print(PlanText.of(planned, session.cluster(), session.screen()));
    if (yes) {
      return true;
    }
    if (!Terminal.isInteractive()) {
      throw new Trouble("there is nobody to ask: give --yes to apply without asking.");
    }
    return Terminal.confirm("Do this? Only 'yes' does it:", "yes");
  }
}
