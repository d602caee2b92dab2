package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.engine.UnitCommands;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From what is observed to what is declared, for one container on one node. */
final class ContainerPlanner {
  private final Layer.Lxc layer;
  private final NodeName node;
  private final Context context;
  private final NodeFacts survey;
  private final ContainerFacts facts;
  private final Place place;
  private final IdRange ids;

  ContainerPlanner(Layer.Lxc layer, NodeName node, Context context, NodeFacts survey, IdRange ids) {
    this.layer = layer;
    this.node = node;
    this.context = context;
    this.survey = survey;
    this.facts = ContainerFacts.of(layer, node, context, survey);
    this.place = Place.of(layer, context.cluster());
    this.ids = ids;
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    register().ifPresent(steps::add);
    if (context.activeOn(layer).contains(node)) {
      root().ifPresent(steps::add);
      configure().ifPresent(steps::add);
      run().ifPresent(steps::add);
    }
    return steps;
  }

  /** Its name and its unit, on every node that may run it. */
  private Optional<Step> register() {
    ManagedFile unit = ContainerUnit.file(layer, context.cluster());
    List<Command> commands = new ArrayList<>();
    List<String> why = new ArrayList<>();
    List<Command> unitCommands = new ArrayList<>();
    if (!facts.link().equals(Optional.of(place.home()))) {
      why.add("LXC does not know it there");
      commands.add(Command.exec("mkdir", "--parents", "--", Place.REGISTRY));
      commands.add(
          Command.exec("ln", "--symbolic", "--force", "-n", "--", place.home(), place.link()));
    }
    if (!unit.isIn(survey)) {
      why.add("its unit is not as declared");
      unitCommands.add(Command.put(unit));
    }
    if (context.cluster().replicatedBase(layer).isEmpty() && !facts.enabled().equals("enabled")) {
      why.add("it does not start at boot");
      unitCommands.add(UnitCommands.enable(ContainerUnit.name(layer)));
    }
    if (!unitCommands.isEmpty()) {
      commands.addAll(unitCommands);
      commands.add(UnitCommands.RELOAD);
    }
    return commands.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Step.layer(layer.name(), "register", node)
                .says("Make it known to LXC and systemd", String.join("; ", why))
                .guard(LxcGuards.isNoOther(place))
                .runs(commands)
                .needs(Condition.node("packages", node))
                .provides(Condition.ready(layer.name(), node))
                .build());
  }

  /** The root file system. */
  private Optional<Step> root() {
    return switch (facts.root()) {
      case WHOLE -> Optional.empty();
      case ABSENT ->
          Optional.of(
              create("", "it is not there")
                  .guard(LxcGuards.isAbsent("nothing has its name yet", place.home()))
                  .runs(creation().commands(image()))
                  .build());
      case UNKNOWN ->
          Optional.of(
              create(", unless it is there", notMounted()).runs(createUnlessThere()).build());
      case RESTORED, TO_CLEAR -> Optional.of(endRestore());
      // a finding, see LxcRules: somebody may have moved it away
      case LOST -> Optional.empty();
    };
  }

  private String notMounted() {
    return place.mount() + " is not mounted: what it holds is not known yet";
  }

  private Step.Builder create(String unless, String why) {
    return Step.layer(layer.name(), "create", node)
        .says("Create the container from " + layer.image() + unless, why)
        .guard(isMounted())
        .check(hasRoot())
        .needs(LxcEngine.basis(layer, node, context))
        .provides(unpacked());
  }

  private Image image() {
    Set<String> local =
        survey.reply(LxcProbes.IMAGES).stream()
            .flatMap(reply -> reply.out().lines())
            .collect(Collectors.toUnmodifiableSet());
    return Image.of(layer.image(), local);
  }

  private ContainerCreation creation() {
    return new ContainerCreation(layer, place, LxcEngine.range(layer, ids));
  }

  // the survey could not look, so the step itself does
  private Command createUnlessThere() {
    String commands =
        creation().commands(image()).stream()
            .map(Command::toShell)
            .collect(Collectors.joining("\n"));
    return Command.script(
        "if [ -d %s ]; then progress 'it is there already'\nelse\n%s\nfi"
            .formatted(Shell.quote(place.home()), commands));
  }

  private Step endRestore() {
    return Step.layer(layer.name(), "end-restore", node)
        .says("End an interrupted restore", "what it left is still there")
        .mark(Mark.CHANGE)
        .guard(isMounted())
        .runs(Command.script(Restore.end(place)))
        .check(hasRoot())
        .needs(LxcEngine.basis(layer, node, context))
        .provides(unpacked())
        .build();
  }

  private Optional<Step> configure() {
    ManagedFile config = ContainerConfig.file(layer, context.cluster(), ids);
    if (config.isIn(survey) || facts.root() == ContainerFacts.Root.LOST) {
      return Optional.empty();
    }
    boolean isThere = survey.file(place.config()).found().isPresent();
    String missing = facts.root() == ContainerFacts.Root.UNKNOWN ? notMounted() : "it is not there";
    List<Command> commands = new ArrayList<>();
    if (isThere) {
      commands.add(new Settling(layer, place.rootfs(), LxcEngine.range(layer, ids)).again());
    }
    commands.add(Command.put(config));
    return Optional.of(
        Step.layer(layer.name(), "configure", node)
            .says("Write its configuration", isThere ? "it is not as declared" : missing)
            .mark(isThere ? Mark.CHANGE : Mark.CREATE)
            .guard(isMounted())
            .guard(hasRoot())
            .runs(commands)
            .needs(LxcEngine.basis(layer, node, context))
            .needs(unpacked())
            .provides(Condition.ready(layer.name(), node))
            .build());
  }

  private Optional<Step> run() {
    ContainerRun run = new ContainerRun(layer, node, context);
    if (!facts.isUp()) {
      return Optional.of(run.start());
    }
    if (facts.state().filter("FROZEN"::equals).isPresent()) {
      return Optional.of(run.thaw());
    }
    String declared = ContainerConfig.file(layer, context.cluster(), ids).text();
    Optional<String> started = survey.file(place.started()).found();
    if (started.isEmpty() || started.get().equals(declared)) {
      return Optional.empty();
    }
    boolean onlyLimits =
        ContainerConfig.withoutLimits(started.get())
            .equals(ContainerConfig.withoutLimits(declared));
    return Optional.of(onlyLimits ? run.limit() : run.restart());
  }

  private Guard isMounted() {
    return LxcGuards.isMounted(place.below(), node, context);
  }

  private Guard hasRoot() {
    String what = place.rootfs() + " is the container's root file system";
    return place.hasSubvolumes()
        ? LxcGuards.isSubvolume(what, place.rootfs())
        : LxcGuards.isDirectory(what, place.rootfs());
  }

  private Condition unpacked() {
    return new Condition(layer.name() + " unpacked on " + node);
  }
}
