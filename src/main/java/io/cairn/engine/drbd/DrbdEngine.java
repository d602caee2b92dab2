package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DRBD: block devices that are the same on two nodes. */
public final class DrbdEngine implements Engine {
  @Override
  public String name() {
    return "drbd";
  }

  @Override
  public boolean owns(Layer layer) {
    return layer instanceof Layer.Drbd;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return DrbdProbes.of(cluster, node);
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      if (!DrbdProbes.on(context.cluster(), node).isEmpty()) {
        context
            .facts(node)
            .flatMap(facts -> new NodeSetup(node, new DrbdFacts(facts), context.cluster()).step())
            .ifPresent(steps::add);
      }
    }
    for (ResourceView view : views(context)) {
      if (view.isWhole() && DrbdRules.errors(view, context).isEmpty()) {
        steps.addAll(new DrbdPlanner(view, context, Allotment.in(context)).steps());
      }
    }
    return List.copyOf(steps);
  }

  @Override
  public List<Step> destroy(Layer layer, Context context) {
    return new DrbdRemoval(view(layer, context), context).steps();
  }

  @Override
  public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
    return Optional.of(new DevicePath(Allotment.in(context).of(layer.name()).device()));
  }

  /** That of the device; before it is up, what the smallest disk below leaves. */
  @Override
  public Optional<Size> size(Layer layer, NodeName node, Context context) {
    return Engine.super
        .size(layer, node, context)
        .filter(size -> size.bytes() > 0)
        .or(
            () ->
                context.cluster().nodesOf(layer).stream()
                    .flatMap(
                        each -> context.size(context.cluster().below(layer, each), each).stream())
                    .min(Size::compareTo)
                    .map(Metadata::left));
  }

  @Override
  public Optional<Size> sizeGrown(Layer layer, NodeName node, Context context) {
    return new DrbdGrowth(view(layer, context), context)
        .grown()
        .or(() -> size(layer, node, context));
  }

  @Override
  public List<Command> beforeBelowGrows(Layer layer, NodeName node, Context context) {
    return new FormerEnd(view(layer, context), context).beforeGrowth(node);
  }

  @Override
  public Optional<List<NodeName>> activeOn(Layer layer, Context context) {
    return Optional.of(view(layer, context).active());
  }

  @Override
  public List<Step> start(Layer layer, NodeName node, Context context) {
    ResourceView view = view(layer, context);
    // an interrupted destruction can leave a copy that is behind, and none to catch up with
    boolean isToGo = context.allowedDestruction().contains(layer.name());
    return isToGo && view.on(node).filter(ResourceView.OnNode::lacksGoodCopy).isPresent()
        ? List.of()
        : withShared(List.of(Placement.promote(view, node, IN_USE)), layer, node, context);
  }

  private static final String IN_USE = "it is to be in use here";

  private List<Step> withShared(List<Step> promote, Layer layer, NodeName node, Context context) {
    return shared(layer, node, context).map(shared -> shared.started(promote)).orElse(promote);
  }

  /** What the pair of this resource shares with a third node, seen from that node of the pair. */
  private Optional<SharedEnd> shared(Layer layer, NodeName node, Context context) {
    return context.cluster().above(layer).stream()
        .filter(Layer.Drbd.class::isInstance)
        .findFirst()
        .map(upper -> new SharedEnd(view(upper, context), node, layer.name()));
  }

  @Override
  public List<Step> stop(Layer layer, NodeName node, Context context) {
    Step demote = Placement.demote(view(layer, context), node, context);
    return shared(layer, node, context)
        .map(shared -> shared.stopped(demote))
        .orElseGet(() -> List.of(demote));
  }

  @Override
  public List<LayerState> states(Context context) {
    return views(context).stream().flatMap(view -> DrbdStates.of(view, context)).toList();
  }

  @Override
  public List<Finding> check(Cluster cluster) {
    return DeclaredRules.of(cluster);
  }

  @Override
  public List<Finding> check(Context context) {
    return DrbdRules.of(context, views(context));
  }

  /**
   * A copy that is to be made as a whole.
   *
   * @param from the node with the only copy that is left
   */
  public record Copying(NodeName from, NodeName to) {}

  /** Where one copy of the resource is left; empty where there are two, or nobody can tell. */
  public Optional<Copying> toBeCopied(Layer.Drbd resource, Context context) {
    return Rebuild.of(view(resource, context))
        .map(rebuild -> new Copying(rebuild.from().node(), rebuild.to().node()));
  }

  /**
   * Makes the resource primary on that node without its peer: for an operator who has proof, or
   * gives their word, that the peer is dead. Refused on the node while the peer answers, or where
   * the copy is not up to date.
   */
  public List<Step> failoverStart(Layer.Drbd resource, NodeName node, Context context) {
    return withShared(
        new DrbdOperations(view(resource, context), context).failoverStart(node),
        resource,
        node,
        context);
  }

  /** Connects the returned node again and waits until both copies are equal; roles stay. */
  public List<Step> rejoin(Layer.Drbd resource, NodeName node, Context context) {
    return new DrbdOperations(view(resource, context), context).rejoin(node);
  }

  /**
   * The split brain of the resource, with what is known of both sides; empty where there is none.
   */
  public Optional<SplitBrain> splitBrain(Layer.Drbd resource, Context context) {
    return SplitBrain.of(view(resource, context), context);
  }

  /**
   * Ends a split brain: what was changed on the other node since they parted is lost. The layers
   * over it have been stopped there by steps that provide {@code stopped}.
   */
  public List<Step> resolve(Layer.Drbd resource, SplitBrain split, NodeName keep, Context context) {
    return new DrbdOperations(view(resource, context), context).resolve(split, keep);
  }

  /** Lets the resource come up again after {@link #takeDown}. */
  public List<Step> allowUp(Layer.Drbd resource, Context context) {
    return new DrbdOperations(view(resource, context), context).allowUp();
  }

  /**
   * Takes the resource down on every node that answers, and keeps it down, also after a reboot;
   * what lies over it is stopped already.
   *
   * @param until to which its copies are about to go back; nothing else may be done with it before
   */
  public List<Step> takeDown(Layer.Drbd resource, SnapshotName until, Context context) {
    return new DrbdOperations(view(resource, context), context).takeDown(until);
  }

  /**
   * To which snapshot the copy there was to go back when that ended early; it is kept down since
   * {@link #takeDown}.
   */
  public Optional<SnapshotName> goingBackTo(Layer.Drbd resource, NodeName node, Context context) {
    return view(resource, context)
        .on(node)
        .flatMap(on -> on.known().goingBackTo())
        .filter(SnapshotName::isValid)
        .map(SnapshotName::new);
  }

  /**
   * Waits, where the resource is primary, until its peers have all that was written; fails after 20
   * s. What lies over it is held still meanwhile.
   */
  public List<Step> drain(Layer.Drbd resource, Context context) {
    return new DrbdOperations(view(resource, context), context).drain();
  }

  /** Compares both copies block by block; fails where blocks differ, and says how much. */
  public List<Step> verify(Layer.Drbd resource, Context context) {
    return new DrbdOperations(view(resource, context), context).verify();
  }

  private List<ResourceView> views(Context context) {
    Allotment allotment = Allotment.in(context);
    return DrbdProbes.all(context.cluster()).stream()
        .map(resource -> ResourceView.of(resource, context, allotment))
        .toList();
  }

  private ResourceView view(Layer layer, Context context) {
    if (layer instanceof Layer.Drbd drbd) {
      return ResourceView.of(drbd, context, Allotment.in(context));
    }
    throw new IllegalArgumentException("This is a bug in Cairn: not a DRBD layer: " + layer.name());
  }
}
