package io.cairn.engine.drbd;

import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One declared resource beside everything that was seen of it.
 *
 * @param nodes the two ends; where one end is a pair, the node of the pair that has it
 * @param seen the ends that answered, in the order of the file
 * @param near the end that is a pair of nodes; empty where both ends are single nodes
 */
record ResourceView(
    Layer.Drbd declared,
    Allotment.Slot slot,
    List<NodeName> nodes,
    List<OnNode> seen,
    Optional<NearEnd> near) {
  ResourceView {
    nodes = List.copyOf(nodes);
    seen = List.copyOf(seen);
  }

  /**
   * The end that is a pair of nodes, over a resource of their own.
   *
   * @param active the node where the lower resource is, or will be, primary
   * @param idle the other one, where it answered
   */
  record NearEnd(Layer.NearPair declared, NodeName active, Optional<OnNode> idle) {
    LayerName lower() {
      return declared.lower();
    }
  }

  /**
   * The resource on one node.
   *
   * @param minor as the kernel shows it; empty where it is down
   */
  record OnNode(
      NodeName node, DrbdFacts facts, ResourceFacts known, Optional<ProcDrbd.Minor> minor) {
    boolean isPrimary() {
      return minor.filter(ProcDrbd.Minor::isPrimary).isPresent();
    }

    boolean isConnected() {
      return minor.filter(ProcDrbd.Minor::isConnected).isPresent();
    }

    /** Whether it does not even look for the peer. */
    boolean isStandAlone() {
      return minor.filter(seen -> seen.connection().equals("StandAlone")).isPresent();
    }

    boolean isUpToDate() {
      return minor.filter(ProcDrbd.Minor::isUpToDate).isPresent();
    }

    /** Whether it is up without a disk of its own, as after an error of the disk. */
    boolean isDiskless() {
      return minor.filter(seen -> seen.disk().local().equals("Diskless")).isPresent();
    }

    /** Whether it is up, and neither here nor at the peer is a copy that could be used. */
    boolean lacksGoodCopy() {
      return minor
          .filter(seen -> !seen.isUpToDate() && !seen.disk().peer().equals("UpToDate"))
          .isPresent();
    }

    /** Whether nothing was ever in it on this node. */
    boolean isNew() {
      return switch (known.disk().metadata()) {
        case Metadata.None _, Metadata.JustCreated _ -> true;
        case Metadata.OutOfReach _ -> known.mark().isEmpty() && known.roles().isEmpty();
        case Metadata.Used _, Metadata.AtFormerEnd _, Metadata.Unknown _ -> false;
      };
    }

    /**
     * While nobody can look at the lower resource; one that is not made yet is as its disks are.
     */
    private OnNode over(ResourceView lower) {
      ResourceFacts.Disk disk = known.disk();
      ResourceFacts.Disk told =
          switch (disk.metadata()) {
            case Metadata.Unknown _ -> disk.with(new Metadata.OutOfReach());
            case Metadata.None _ when FirstSync.of(lower) instanceof FirstSync.Skip ->
                disk.with(new Blankness.Zero());
            // it is down, and its device is not there: that says nothing of what is on it
            case Metadata.None _ when isDownWithHistory(lower) ->
                disk.with(new Metadata.OutOfReach());
            case Metadata.None _, Metadata.JustCreated _, Metadata.Used _ -> disk;
            case Metadata.AtFormerEnd _, Metadata.OutOfReach _ -> disk;
          };
      return new OnNode(node, facts, known.with(told), minor);
    }

    private boolean isDownWithHistory(ResourceView lower) {
      return lower.on(node).filter(on -> on.minor().isEmpty() && !on.isNew()).isPresent();
    }

    Optional<GenerationIds> ids() {
      return known.disk().metadata() instanceof Metadata.Used(var ids)
          ? Optional.of(ids)
          : Optional.empty();
    }
  }

  static ResourceView of(Layer.Drbd resource, Context context, Allotment allotment) {
    return context
        .derived()
        .of(ResourceView.class, resource.name(), () -> looked(resource, context, allotment));
  }

  private static ResourceView looked(Layer.Drbd resource, Context context, Allotment allotment) {
    List<NodeName> nodes = context.cluster().nodesOf(resource);
    Allotment.Slot slot = allotment.of(resource.name());
    return resource
        .pair()
        .map(pair -> overPair(resource, pair, context, allotment))
        .orElseGet(
            () ->
                new ResourceView(
                    resource, slot, nodes, seen(resource, nodes, slot, context), Optional.empty()));
  }

  private static ResourceView overPair(
      Layer.Drbd resource, Layer.NearPair pair, Context context, Allotment allotment) {
    Layer.Drbd declaredLower = (Layer.Drbd) context.cluster().layer(pair.lower());
    ResourceView lower = of(declaredLower, context, allotment);
    NodeName active = lower.active().getFirst();
    List<NodeName> ends = new ArrayList<>(context.cluster().nodesOf(resource));
    NodeName idle = lower.peerOf(active);
    ends.remove(idle);
    Allotment.Slot slot = allotment.of(resource.name());
    boolean isReadable = lower.on(active).filter(OnNode::isPrimary).isPresent();
    List<OnNode> seen = new ArrayList<>();
    for (OnNode on : seen(resource, ends, slot, context)) {
      seen.add(on.node().equals(active) && !isReadable ? on.over(lower) : on);
    }
    Optional<OnNode> other = seen(resource, List.of(idle), slot, context).stream().findFirst();
    return new ResourceView(
        resource, slot, ends, seen, Optional.of(new NearEnd(pair, active, other)));
  }

  private static List<OnNode> seen(
      Layer.Drbd resource, List<NodeName> nodes, Allotment.Slot slot, Context context) {
    List<OnNode> seen = new ArrayList<>();
    for (NodeName node : nodes) {
      context
          .facts(node)
          .map(DrbdFacts::new)
          .ifPresent(
              facts ->
                  facts
                      .resource(resource.name())
                      .ifPresent(
                          known ->
                              seen.add(
                                  new OnNode(
                                      node,
                                      facts,
                                      fresh(known, resource, node, context),
                                      facts.minor(slot.minor())))));
    }
    return seen;
  }

  /** What is not made yet may be something that begins as zeros. */
  private static ResourceFacts fresh(
      ResourceFacts known, Layer.Drbd resource, NodeName node, Context context) {
    ResourceFacts.Disk disk = known.disk();
    return disk.kernelPath().isEmpty() && disk.blankness() instanceof Blankness.NotAsked
        ? context
            .readsAsZeros(context.cluster().below(resource, node), node)
            .map(guard -> known.with(disk.with(new Blankness.Fresh(guard))))
            .orElse(known)
        : known;
  }

  /** Every node that has its files, whether it is an end now or not. */
  List<OnNode> everywhere() {
    List<OnNode> all = new ArrayList<>(seen);
    near.flatMap(NearEnd::idle).ifPresent(all::add);
    return List.copyOf(all);
  }

  /** What must be in use on the node before the resource can be up there. */
  Set<Condition> ground(NodeName node) {
    return near.filter(end -> end.active().equals(node))
        .map(end -> Set.of(Condition.active(end.lower(), node)))
        .orElse(Set.of());
  }

  LayerName name() {
    return declared.name();
  }

  /** Whether both its ends answered: only then anything is planned. */
  boolean isWhole() {
    return nodes.size() == 2 && seen.size() == 2;
  }

  Optional<OnNode> on(NodeName node) {
    return seen.stream().filter(one -> one.node().equals(node)).findFirst();
  }

  /**
   * Whether bringing it up there came to its end. Where it was interrupted, the kernel knows the
   * device, perhaps still without its disk and its connection, and the unit is not active.
   */
  boolean isBroughtUp(OnNode on) {
    return on.minor().isPresent() && on.known().isActive(DrbdPaths.upUnit(name()));
  }

  /** The other of its two nodes. */
  NodeName peerOf(NodeName node) {
    return nodes.stream().filter(one -> !one.equals(node)).findFirst().orElse(node);
  }

  DrbdGuards guards() {
    return new DrbdGuards(name(), slot);
  }

  /** The file that describes it on that node. */
  Optional<ResourceFile> file(NodeName node) {
    return everywhere().stream()
        .filter(one -> one.node().equals(node))
        .findFirst()
        .flatMap(one -> one.facts().file(DrbdPaths.resource(name())));
  }

  /**
   * Where it is, or will be, in use: where it is primary as far as anyone tells, else where it was
   * last, else where the only copy is, else where the file prefers it.
   */
  List<NodeName> active() {
    List<NodeName> primaries = seen.stream().filter(OnNode::isPrimary).map(OnNode::node).toList();
    if (!primaries.isEmpty()) {
      return primaries;
    }
    Optional<NodeName> toldByPeer =
        seen.stream()
            .filter(one -> one.minor().filter(m -> m.role().peer().equals("Primary")).isPresent())
            .map(one -> peerOf(one.node()))
            .findFirst();
    return List.of(
        toldByPeer
            .or(this::holder)
            // hours may pass before the other one has all of it
            .or(() -> Rebuild.of(this).map(rebuild -> rebuild.from().node()))
            .orElseGet(this::preferred));
  }

  private Optional<NodeName> holder() {
    List<NodeName> marked =
        seen.stream().filter(one -> one.known().mark().isPresent()).map(OnNode::node).toList();
    return marked.contains(preferred()) ? Optional.of(preferred()) : marked.stream().findFirst();
  }

  /** Where the file wants it; for one of a pair, where the pair has it. */
  NodeName preferred() {
    return declared.prefer().filter(nodes::contains).orElse(nodes.getFirst());
  }
}
