package io.cairn.engine.drbd;

import io.cairn.engine.Blanking;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.engine.UnitCommands;
import io.cairn.engine.UnlessThere;
import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Secret, files and metadata of one resource on its nodes, until it can be brought up. */
final class ResourceSetup {
  private final ResourceView view;
  private final Context context;

  ResourceSetup(ResourceView view, Context context) {
    this.view = view;
    this.context = context;
  }

  static Condition secret(LayerName resource, NodeName node) {
    return new Condition("secret of " + resource + " on " + node);
  }

  static Condition configured(LayerName resource, NodeName node) {
    return new Condition(resource + " configured on " + node);
  }

  static Condition metadata(LayerName resource, NodeName node) {
    return new Condition("metadata of " + resource + " on " + node);
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>(secrets());
    for (ResourceView.OnNode on : view.everywhere()) {
      configure(on).ifPresent(steps::add);
      boolean isToBeMade =
          switch (on.known().disk().metadata()) {
            case Metadata.None _, Metadata.OutOfReach _ -> view.seen().contains(on);
            case Metadata.JustCreated _,
                Metadata.Used _,
                Metadata.AtFormerEnd _,
                Metadata.Unknown _ ->
                false;
          };
      if (isToBeMade) {
        steps.add(createMetadata(on));
      }
    }
    return steps;
  }

  private List<Step> secrets() {
    List<ResourceView.OnNode> seen = view.everywhere();
    Optional<ResourceView.OnNode> holder =
        seen.stream().filter(on -> on.known().secretSum().isPresent()).findFirst();
    List<Step> steps = new ArrayList<>();
    NodeName origin = holder.orElseGet(seen::getFirst).node();
    if (holder.isEmpty()) {
      steps.add(makeSecret(origin));
    }
    Optional<String> sum = holder.flatMap(on -> on.known().secretSum());
    seen.stream()
        .filter(on -> !on.node().equals(origin))
        .filter(on -> sum.isEmpty() || !on.known().secretSum().equals(sum))
        .forEach(on -> steps.add(carrySecret(origin, on.node())));
    return steps;
  }

  private Step makeSecret(NodeName node) {
    return Step.layer(view.name(), "secret", node)
        .says("Make the secret by which the nodes know each other", "there is none")
        .runs(DrbdCommands.makeSecret(view.name()))
        .check(DrbdGuards.isWritten(DrbdPaths.secret(view.name())))
        .needs(Condition.node("packages", node))
        .provides(secret(view.name(), node))
        .build();
  }

  private Step carrySecret(NodeName from, NodeName to) {
    return Step.layer(view.name(), "secret", to)
        .says("Carry the secret here from " + from, "this node does not have the same")
        .carries(from, DrbdCommands.readSecret(view.name()), DrbdCommands.writeSecret(view.name()))
        .check(DrbdGuards.isWritten(DrbdPaths.secret(view.name())))
        .needs(secret(view.name(), from), Condition.node("packages", to))
        .provides(secret(view.name(), to))
        .build();
  }

  /** The resource's file as it should be on that node. */
  ManagedFile file(ResourceView.OnNode on) {
    List<DrbdConfig.Peer> peers = view.near().isPresent() ? endsFor(on.node()) : ends();
    return DrbdConfig.resource(
        new DrbdConfig.Resource(
            view.name(),
            view.slot(),
            view.declared(),
            ResyncRate.of(view.declared(), context),
            peers,
            new ResyncSnapshots(view.declared(), context.cluster()).handlers(readers(on.node()))),
        on.facts().isNine() ? DrbdConfig.Grammar.V9 : DrbdConfig.Grammar.V8);
  }

  /** The nodes that have the same file: both, or this one alone where one end is a pair. */
  private List<NodeName> readers(NodeName node) {
    return view.near().isPresent() ? List.of(node) : view.nodes();
  }

  private List<DrbdConfig.Peer> ends() {
    ReplicationLink link = new ReplicationLink(context.cluster(), view.declared());
    return view.nodes().stream()
        .map(node -> new DrbdConfig.Peer(node, link.address(node).orElseThrow(), disk(node)))
        .toList();
  }

  /**
   * The pair as one host, with the address that moves: each of the two under its own name, the far
   * node under that of the first. The module itself only knows addresses.
   */
  private List<DrbdConfig.Peer> endsFor(NodeName reader) {
    ResourceView.NearEnd near = view.near().orElseThrow();
    List<NodeName> pair = context.cluster().nodesOf(context.cluster().layer(near.lower()));
    NodeName far = ThirdCopyRules.far(view.declared(), near.lower(), context.cluster());
    NodeName named = pair.contains(reader) ? reader : pair.getFirst();
    ReplicationLink link = new ReplicationLink(context.cluster(), view.declared());
    return List.of(
        new DrbdConfig.Peer(named, near.declared().address(), disk(named)),
        new DrbdConfig.Peer(far, link.address(far).orElseThrow(), disk(far)));
  }

  private DevicePath disk(NodeName node) {
    return context.deviceBelow(view.declared(), node);
  }

  /** Why the resource's file has to be written on that node; empty where it is right. */
  Optional<String> whyWritten(ResourceView.OnNode on) {
    Optional<ResourceFile> found = view.file(on.node());
    if (found.isEmpty()) {
      return Optional.of("it is not configured there");
    }
    String declared = file(on).text();
    if (!found.get().text().equals(declared)) {
      return Optional.of("its file is not as declared");
    }
    boolean differs =
        view.everywhere().stream()
            .flatMap(other -> view.file(other.node()).stream())
            // another text has its own step, on its node
            .filter(other -> other.text().equals(declared))
            .anyMatch(other -> !other.sum().equals(found.get().sum()));
    return differs
        ? Optional.of("the files of both nodes differ, though only in the secret")
        : Optional.empty();
  }

  private Optional<Step> configure(ResourceView.OnNode on) {
    List<Command> commands = new ArrayList<>();
    List<String> why = new ArrayList<>();
    whyWritten(on)
        .ifPresent(
            reason -> {
              why.add(reason + "; resync up to " + rate());
              commands.add(Command.put(file(on)));
            });
    units(on, commands, why);
    if (commands.isEmpty()) {
      return Optional.empty();
    }
    NodeName node = on.node();
    return Optional.of(
        Step.layer(view.name(), "configure", node)
            .says("Configure " + view.slot().device(), String.join("; ", why))
            .mark(view.file(node).isPresent() ? Mark.CHANGE : Mark.CREATE)
            .runs(commands)
            .check(view.guards().isReadAsMeant())
            .needs(Condition.node("packages", node), NodeSetup.done(node))
            .needs(secret(view.name(), node))
            .provides(configured(view.name(), node))
            .build());
  }

  private String rate() {
    ResyncRate rate = ResyncRate.of(view.declared(), context);
    return rate.text() + "B/s (" + rate.why() + ")";
  }

  private void units(ResourceView.OnNode on, List<Command> commands, List<String> why) {
    List<ManagedFile> stale =
        DrbdUnits.files(view.declared(), on.node(), context.cluster()).stream()
            .filter(unit -> !unit.isIn(on.facts().node()))
            .toList();
    List<Command> unitCommands = new ArrayList<>();
    if (!stale.isEmpty()) {
      why.add("its units are not as declared");
      stale.forEach(unit -> unitCommands.add(Command.put(unit)));
    }
    String up = DrbdPaths.upUnit(view.name());
    String boot = DrbdPaths.bootUnit(view.name());
    boolean startsItself = !DrbdUnits.isOverPair(view.declared(), on.node(), context.cluster());
    if (startsItself && (!on.known().isEnabled(up) || !on.known().isEnabled(boot))) {
      why.add("it does not start at boot");
      unitCommands.add(UnitCommands.enable(up, boot));
    }
    if (!unitCommands.isEmpty()) {
      commands.addAll(unitCommands);
      commands.add(UnitCommands.RELOAD);
    }
  }

  private Step createMetadata(ResourceView.OnNode on) {
    NodeName node = on.node();
    DevicePath disk = disk(node);
    boolean isHidden = on.known().disk().metadata() instanceof Metadata.OutOfReach;
    UnlessThere unless = new UnlessThere("it", view.guards().hasMetadata());
    List<Guard> blank = blank(on, disk);
    Command create = DrbdCommands.createMetadata(view.name());
    Step.Builder step =
        Step.layer(view.name(), "create-metadata", node)
            .says(
                "Create DRBD metadata at the end of " + disk + (isHidden ? UnlessThere.WORDS : ""),
                isHidden ? disk + " cannot be read yet" : whyWithout(on))
            .effect(Effect.DESTRUCTIVE);
    (isHidden ? List.of(unless.easedGuard(blank)) : blank).forEach(step::guard);
    return step.runs(isHidden ? unless.easedCommand(List.of(create)) : create)
        .check(isHidden ? view.guards().hasMetadata() : view.guards().isJustCreated())
        .needs(context.belowReady(view.declared(), node))
        .needs(view.ground(node))
        .needs(configured(view.name(), node))
        .provides(metadata(view.name(), node))
        .build();
  }

  private String whyWithout(ResourceView.OnNode on) {
    return Rebuild.of(view)
        .filter(rebuild -> rebuild.to().equals(on))
        .map(rebuild -> rebuild.why() + "; its copy is made from " + rebuild.from().node())
        .orElse("there is none");
  }

  private List<Guard> blank(ResourceView.OnNode on, DevicePath disk) {
    Optional<Size> size =
        on.known().disk().kernelPath().isPresent() ? on.known().disk().size() : Optional.empty();
    List<Guard> blank = new ArrayList<>();
    blank.add(DrbdGuards.hasSize(disk, size));
    blank.add(DrbdGuards.isUnused(disk));
    blank.add(Guard.isClosed(disk));
    blank.add(DrbdGuards.isWithoutSignature(disk));
    blank.add(Blanking.isZeroAtItsBeginning(disk));
    if (on.known().disk().blankness() instanceof Blankness.Fresh(var guard)) {
      blank.add(guard);
    }
    blank.add(view.guards().isReadAsMeant());
    blank.add(on.isDiskless() ? view.guards().isDisklessBesideGoodCopy() : view.guards().isDown());
    return blank;
  }
}
