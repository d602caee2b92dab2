package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One declared resource beside everything that was seen of it.
 *
 * @param seen its nodes that answered, in the order of the file
 */
record ResourceView(
    Layer.Drbd declared, Allotment.Slot slot, List<NodeName> nodes, List<OnNode> seen) {
  ResourceView {
    nodes = List.copyOf(nodes);
    seen = List.copyOf(seen);
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
        case Metadata.Used _, Metadata.Unknown _ -> false;
      };
    }

    Optional<GenerationIds> ids() {
      return known.disk().metadata() instanceof Metadata.Used(var ids)
          ? Optional.of(ids)
          : Optional.empty();
    }
  }

  static ResourceView of(Layer.Drbd resource, Context context, Allotment allotment) {
    List<NodeName> nodes = context.cluster().nodesOf(resource);
    Allotment.Slot slot = allotment.of(resource.name());
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
                              seen.add(new OnNode(node, facts, known, facts.minor(slot.minor())))));
    }
    return new ResourceView(resource, slot, nodes, seen);
  }

  LayerName name() {
    return declared.name();
  }

  /** Whether both its nodes answered: only then anything is planned. */
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
    return on(node).flatMap(one -> one.facts().file(DrbdPaths.resource(name())));
  }

  /**
   * Where it is, or will be, in use: where it is primary as far as anyone tells, else where it was
   * last, else where the file prefers it.
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
    return List.of(toldByPeer.or(this::holder).orElseGet(this::preferred));
  }

  private Optional<NodeName> holder() {
    List<NodeName> marked =
        seen.stream().filter(one -> one.known().mark().isPresent()).map(OnNode::node).toList();
    return marked.contains(preferred()) ? Optional.of(preferred()) : marked.stream().findFirst();
  }

  /** Where the file wants it. */
  NodeName preferred() {
    return declared.prefer().orElse(nodes.getFirst());
  }
}
