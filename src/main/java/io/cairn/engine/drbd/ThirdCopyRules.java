package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
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

  /**
   * Growth is refused: between the growth of the lower resource and that of the upper one, nothing
   * would lead a node that stops back to where the upper one's metadata are.
   */
  static Optional<Finding> growth(ResourceView view, Context context) {
    if (!isPart(view.declared(), context)) {
      return Optional.empty();
    }
    return view.nodes().stream()
        .filter(node -> view.file(node).isPresent() && grows(view, node, context))
        .findFirst()
        .map(
            node ->
                Finding.error("DRBD-16", "A resource of three nodes cannot grow yet")
                    .at(view.name() + " on " + node)
                    .saw("what lies below it is declared larger than it is", "the size that it has")
                    .because(
                        "Its metadata lie at the end of what is below, on both levels, and a node that"
                            + " stops in the middle of the growth would not find them again.",
                        "Give the layers below it their former sizes in the file."));
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

  private static boolean grows(ResourceView view, NodeName node, Context context) {
    Below.Ground ground = context.cluster().below(view.declared(), node);
    Optional<Size> now = context.size(ground, node);
    Optional<Size> then = context.sizeGrown(ground, node);
    return now.isPresent() && then.filter(size -> size.bytes() > now.get().bytes()).isPresent();
  }
}
