package io.cairn.engine.drbd;

import io.cairn.engine.Blanking;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.engine.Units;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Takes a resource away, data included; only when it, or what it lies over, was named. */
final class DrbdRemoval {
  private final ResourceView view;
  private final Context context;

  DrbdRemoval(ResourceView view, Context context) {
    this.view = view;
    this.context = context;
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (!isNamed(view.declared())) {
      return steps;
    }
    for (ResourceView.OnNode on : view.everywhere()) {
      if (on.isPrimary()) {
        steps.add(Placement.demote(view, on.node(), context));
      }
      boolean isOurs = view.file(on.node()).filter(ResourceFile::isOurs).isPresent();
      if (isOurs && view.seen().contains(on) && hasMetadata(on)) {
        steps.add(down(on.node()));
        steps.add(wipe(on));
      }
      if (isOurs || isAnythingLeft(on)) {
        steps.add(remove(on.node()));
      }
    }
    return steps;
  }

  private static boolean hasMetadata(ResourceView.OnNode on) {
    return switch (on.known().disk().metadata()) {
      case Metadata.None _, Metadata.OutOfReach _ -> false;
      case Metadata.JustCreated _, Metadata.Used _, Metadata.AtFormerEnd _, Metadata.Unknown _ ->
          true;
    };
  }

  private boolean isNamed(Layer layer) {
    return context.allowedDestruction().contains(layer.name())
        || context.cluster().lowerLayers(layer).stream().anyMatch(this::isNamed);
  }

  private boolean isAnythingLeft(ResourceView.OnNode on) {
    return on.known().secretSum().isPresent()
        || on.known().mark().isPresent()
        || !on.known().roles().isEmpty()
        || DrbdUnits.files(view.declared(), on.node(), context.cluster()).stream()
            .anyMatch(unit -> on.facts().node().file(unit.path()).found().isPresent());
  }

  static Condition down(LayerName resource, NodeName node) {
    return new Condition(resource + " down on " + node);
  }

  private Step down(NodeName node) {
    Step.Builder step =
        Step.layer(view.name(), "down", node)
            .says("Take it down", "it was named to be destroyed")
            .mark(Mark.DESTROY)
            .effect(Effect.DISRUPTIVE)
            .runs(DrbdCommands.takeDown(view.name()))
            .check(view.guards().isDown())
            .provides(down(view.name(), node));
    for (NodeName one : view.nodes()) {
      step.needs(Condition.stopped(view.name(), one));
      context
          .cluster()
          .above(view.declared())
          .forEach(
              above ->
                  step.needs(
                      Condition.gone(above.name(), one), Condition.stopped(above.name(), one)));
    }
    return step.build();
  }

  // what was in the data area has lost its file system already; its remains at the beginning would
  // stand in the way of the next use. A disk that can zero itself is zeroed as a whole.
  private Step wipe(ResourceView.OnNode on) {
    NodeName node = on.node();
    DevicePath disk = context.deviceBelow(view.declared(), node);
    return Step.layer(view.name(), "wipe", node)
        .says("Destroy its copy on " + disk, "it was named to be destroyed")
        .mark(Mark.DESTROY)
        .effect(Effect.DESTRUCTIVE)
        .guard(DrbdGuards.hasSize(disk, on.known().disk().size()))
        .guard(DrbdGuards.isUnused(disk))
        .guard(view.guards().isReadAsMeant())
        .guard(view.guards().isDown())
        .guard(view.guards().isBackedBy(disk))
        .runs(
            Command.exec("drbdadm", "--", "--force", "wipe-md", view.name() + "/0"),
            Command.exec("wipefs", "--all", disk.text()),
            Blanking.zero(disk))
        .check(DrbdGuards.isWithoutSignature(disk))
        .check(Blanking.isZeroAtItsBeginning(disk))
        .needs(down(view.name(), node))
        .provides(new Condition(view.name() + " wiped on " + node))
        .build();
  }

  private Step remove(NodeName node) {
    String units =
        List.of(
                DrbdPaths.upUnit(view.name()),
                DrbdPaths.bootUnit(view.name()),
                DrbdPaths.primaryUnit(view.name()),
                DrbdPaths.target(view.name()))
            .stream()
            .map(Units::path)
            .collect(Collectors.joining(" "));
    List<Command> commands = new ArrayList<>();
    commands.add(
        Command.script(
            "systemctl disable --no-reload %s %s 2>/dev/null || true"
                .formatted(DrbdPaths.upUnit(view.name()), DrbdPaths.bootUnit(view.name()))));
    commands.add(Command.script("rm -f " + units));
    commands.add(DrbdCommands.allowUp(view.name()));
    // the kept predecessors of its file hold the secret
    commands.add(
        Command.script(
            "rm -f " + ManagedFile.BACKUPS + "/etc+drbd.d+" + view.name() + ".res.[0-9]*"));
    commands.add(
        Command.exec(
            "rm",
            "-f",
            DrbdPaths.resource(view.name()),
            DrbdPaths.secret(view.name()),
            DrbdPaths.roles(view.name()),
            DrbdPaths.growing(view.name()),
            Units.holderMark(view.name())));
    return Step.layer(view.name(), "remove", node)
        .says("Remove its configuration, secret and units", "they are there")
        .mark(Mark.DESTROY)
        .guard(view.guards().isDown())
        .runs(commands)
        .needs(new Condition(view.name() + " wiped on " + node), down(view.name(), node))
        .provides(Condition.gone(view.name(), node))
        .build();
  }
}
