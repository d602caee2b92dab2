package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From what is observed to what is declared, for one resource on its two nodes. */
final class DrbdPlanner {
  private final ResourceView view;
  private final Context context;
  private final Allotment allotment;
  private final ResourceSetup setup;
  private final FirstSync firstSync;
  private final Optional<Rebuild> rebuild;
  private final List<Step> steps = new ArrayList<>();

  DrbdPlanner(ResourceView view, Context context, Allotment allotment) {
    this.view = view;
    this.context = context;
    this.allotment = allotment;
    this.setup = new ResourceSetup(view, context);
    this.firstSync = FirstSync.of(view);
    this.rebuild = Rebuild.of(view);
  }

  static Condition up(LayerName resource, NodeName node) {
    return new Condition(resource + " up on " + node);
  }

  static Condition connected(LayerName resource) {
    return new Condition(resource + " connected");
  }

  /** The passes, in the order in which their steps will run. */
  List<Step> steps() {
    steps.addAll(setup.steps());
    view.seen().forEach(this::bringUp);
    connect();
    synchronise();
    boolean isBeingBuilt = isApart() || !(firstSync instanceof FirstSync.NotNeeded);
    steps.addAll(new Placement(view, isBeingBuilt).steps());
    awaitLast();
    if (firstSync instanceof FirstSync.NotNeeded) {
      steps.addAll(new FormerEnd(view, context).notes());
    }
    if (!isBeingBuilt) {
      steps.addAll(new DrbdGrowth(view, context).steps());
    }
    return List.copyOf(steps);
  }

  private void bringUp(ResourceView.OnNode on) {
    if (on.minor().isEmpty()) {
      Optional<Rebuild> here = rebuild.filter(one -> one.to().equals(on));
      Step.Builder step =
          here.map(
                  one -> upStep(on, "Bring it up, for the copy of " + one.from().node(), one.why()))
              .orElseGet(() -> upStep(on, "Bring it up", "it is down"));
      // so it can be nothing but the target of what it meets
      here.ifPresent(_ -> step.guard(view.guards().isJustCreated()));
      steps.add(step.runs(DrbdCommands.bringUp(view.name())).check(view.guards().isUp()).build());
    } else if (!view.isBroughtUp(on)) {
      steps.add(
          upStep(on, "Bring it up by its unit", "the kernel has it, but its unit is not active")
              .mark(Mark.CHANGE)
              .runs(DrbdCommands.adoptUp(view.name()))
              .check(view.guards().isUp())
              .build());
    } else if (on.isDiskless() && on.isNew()) {
      steps.add(
          upStep(on, "Attach its new disk, for the other node's copy", "its disk was replaced")
              .mark(Mark.CHANGE)
              .guard(view.guards().isTheOneMeant())
              .guard(view.guards().isDisklessBesideGoodCopy())
              .runs(DrbdCommands.adjust(view.name()))
              .check(view.guards().isUp())
              .build());
    } else if (setup.whyWritten(on).isPresent()) {
      steps.add(
          upStep(on, "Let the changed settings take effect", "its file is written anew")
              .mark(Mark.CHANGE)
              .guard(view.guards().isTheOneMeant())
              .runs(DrbdCommands.adjust(view.name()))
              .check(view.guards().isUp())
              .build());
    } else if (on.isStandAlone()) {
      steps.add(
          upStep(on, "Let it look for the other node", "it has given up the connection")
              .mark(Mark.CHANGE)
              .guard(view.guards().isTheOneMeant())
              .runs(DrbdCommands.adjust(view.name()))
              .check(view.guards().isUp())
              .build());
    }
  }

  private Step.Builder upStep(ResourceView.OnNode on, String intent, String why) {
    NodeName node = on.node();
    return Step.layer(view.name(), "up", node)
        .says(intent, why)
        .needs(Condition.node("packages", node), Condition.node("network", node))
        .needs(Condition.node("hosts", node), NodeSetup.done(node))
        .needs(context.belowReady(view.declared(), node))
        .needs(view.ground(node))
        .needs(
            ResourceSetup.configured(view.name(), node), ResourceSetup.metadata(view.name(), node))
        .provides(up(view.name(), node));
  }

  private void connect() {
    if (!isApart()) {
      return;
    }
    NodeName node = rebuild.map(one -> one.from().node()).orElseGet(() -> view.nodes().getFirst());
    Step.Builder step =
        Step.layer(view.name(), "connect", node)
            .says("Wait until both nodes are connected", whyApart())
            .runs(DrbdCommands.awaitConnection(view.slot().minor()))
            .check(view.guards().isTheOneMeant())
            .check(view.guards().isConnected())
            .provides(connected(view.name()));
    rebuild.ifPresent(_ -> step.check(view.guards().isUpToDateHere()));
    view.nodes().forEach(one -> step.needs(up(view.name(), one)));
    if (firstSync instanceof FirstSync.NotNeeded) {
      step.provides(ready().toArray(Condition[]::new));
    }
    steps.add(step.build());
  }

  /** Whether the nodes cannot meet before a step of this plan has brought one of them up. */
  private boolean isApart() {
    return view.seen().stream().anyMatch(on -> on.minor().isEmpty() || on.isStandAlone());
  }

  private String whyApart() {
    return view.seen().stream().anyMatch(on -> on.minor().isEmpty())
        ? "it was not up on both"
        : "one has given up the connection";
  }

  private List<Condition> ready() {
    return view.nodes().stream().map(node -> Condition.ready(view.name(), node)).toList();
  }

  private void synchronise() {
    switch (firstSync) {
      case FirstSync.NotNeeded _ -> {}
      case FirstSync.Skip(var why) -> steps.add(skip(why));
      case FirstSync.From from -> steps.add(copyFrom(from));
    }
  }

  /**
   * With a new connection afterwards: until the next one this node has the peer's identifiers in
   * mind from before, which say that it was just created. As the target of a resync, as of what a
   * growth adds, it would take them for its own (drbd_worker.c of 8.4.11, {@code
   * drbd_resync_finished}), and be copied in full when the two meet anew.
   */
  private Step skip(String why) {
    NodeName node = view.active().getFirst();
    return firstSyncStep("skip-sync", node)
        .says("Declare both copies equal without copying", why)
        .runs(Command.exec("drbdadm", "new-current-uuid", "--clear-bitmap", view.name() + "/0"))
        .runs(Command.exec("drbdadm", "disconnect", view.name().text()))
        .runs(Command.exec("drbdadm", "connect", view.name().text()))
        .runs(DrbdCommands.awaitConnection(view.slot().minor()))
        .check(view.guards().isUpToDateOnBoth())
        .build();
  }

  /**
   * The only forced promotion outside a failover (rule R08); the role is given back at once, so
   * that from then on only the unit decides it.
   */
  private Step copyFrom(FirstSync.From from) {
    return firstSyncStep("first-sync", from.source())
        .says("Start the first full copy, from here to " + view.peerOf(from.source()), from.why())
        .runs(
            Command.exec("drbdadm", "primary", "--force", view.name().text()),
            Command.exec("drbdadm", "secondary", view.name().text()))
        .check(view.guards().isUpToDateHere())
        .build();
  }

  private Step.Builder firstSyncStep(String verb, NodeName node) {
    return Step.layer(view.name(), verb, node)
        .effect(Effect.DESTRUCTIVE)
        .guard(view.guards().isTheOneMeant())
        .guard(view.guards().isNewOnBoth())
        .guard(view.guards().isJustCreated())
        .needs(connected(view.name()))
        .provides(ready().toArray(Condition[]::new));
  }

  /** The end of a copy begun here is waited for when everything else is done. */
  private void awaitLast() {
    boolean copies =
        firstSync instanceof FirstSync.From
            || (firstSync instanceof FirstSync.NotNeeded
                && view.seen().stream().anyMatch(ResourceView.OnNode::isNew));
    if (!copies) {
      return;
    }
    NodeName node = view.peerOf(view.active().getFirst());
    List<Condition> up = view.nodes().stream().map(one -> up(view.name(), one)).toList();
    Condition copied = new Condition(view.name() + " copied");
    steps.add(
        Step.layer(view.name(), "await-sync", node)
            .says(
                rebuild
                    .map(
                        one ->
                            "Wait until all of it is copied from %s to %s"
                                .formatted(one.from().node(), one.to().node()))
                    .orElse("Wait until both copies are equal"),
                rebuild.map(Rebuild::why).orElse("they are copied for the first time"))
            .runs(DrbdCommands.awaitSync(view.slot().minor()))
            .check(view.guards().isUpToDateOnBoth())
            .needs(ready())
            .needs(up)
            .needs(everythingActive())
            .provides(copied)
            .build());
    rebuild.flatMap(one -> one.takeBackLeave(copied)).ifPresent(steps::add);
  }

  private Set<Condition> everythingActive() {
    Set<Condition> active = new LinkedHashSet<>();
    for (Layer layer : context.cluster().layers().values()) {
      List<NodeName> nodes =
          context
              .cluster()
              .replicatedBase(layer)
              .map(base -> ResourceView.of(base, context, allotment).active())
              .orElseGet(() -> context.cluster().nodesOf(layer));
      nodes.forEach(node -> active.add(Condition.active(layer.name(), node)));
    }
    return active;
  }
}
