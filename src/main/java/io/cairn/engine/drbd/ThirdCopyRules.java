package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;

/** What is wrong with a resource of three nodes as a whole. */
final class ThirdCopyRules {
  private ThirdCopyRules() {}

  /** Whether the resource is one of the two that a third copy is made of. */
  static boolean isPart(Layer.Drbd resource, Context context) {
    return resource.pair().isPresent()
        || context.cluster().above(resource).stream().anyMatch(Layer.Drbd.class::isInstance);
  }

  /** The node that is the other end, beside the pair of the lower resource. */
  static NodeName far(Layer.Drbd resource, LayerName lower, Cluster cluster) {
    List<NodeName> pair = cluster.nodesOf(cluster.layer(lower));
    return cluster.nodesOf(resource).stream()
        .filter(node -> !pair.contains(node))
        .findFirst()
        .orElseThrow();
  }

  /** What lies below grows only while all three copies can follow. */
  static Optional<Finding> growth(ResourceView view, Context context) {
    DrbdGrowth growth = new DrbdGrowth(view, context);
    if (!isPart(view.declared(), context)
        || view.nodes().stream().noneMatch(growth::isDiskToGrow)
        || !view.seen().stream().allMatch(view::isBroughtUp)) {
      return Optional.empty();
    }
    // one that has given up is connected again by the same plan
    return view.seen().stream()
        .filter(on -> !on.isConnected() && !on.isStandAlone())
        .findFirst()
        .map(
            on ->
                Finding.error("DRBD-16", "A resource of three nodes grows only with all three")
                    .at(view.name() + " on " + on.node())
                    .saw(on.minor().orElseThrow().connection(), "connected")
                    .because(
                        "What lies below it is declared larger. The disks of all three nodes are measured"
                            + " before DRBD is told, and what is added is copied to each.",
                        "Wait until "
                            + view.peerOf(on.node())
                            + " is connected again, or give what lies below its former size in the"
                            + " file."));
  }

  /** The disk is that of the resource as it was built with two nodes; it must not be wiped. */
  static Optional<Finding> builtWithout(
      ResourceView lower, ResourceView.OnNode on, Context context) {
    return context.cluster().above(lower.declared()).stream()
        .filter(Layer.Drbd.class::isInstance)
        .filter(upper -> on.facts().file(DrbdPaths.resource(upper.name())).isPresent())
        .findFirst()
        .map(
            upper ->
                Finding.error("DRBD-17", "A resource of two nodes cannot get a third yet")
                    .at(upper.name() + " on " + on.node())
                    .saw(
                        "it is built here without a third node", "a resource that is not built yet")
                    .because(
                        "Its data would have to make room for the metadata of a second level.",
                        "Take the third node and 'address' out of "
                            + upper.name()
                            + " in the file."));
  }
}
