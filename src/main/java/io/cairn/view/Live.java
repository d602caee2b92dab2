package io.cairn.view;

import io.cairn.engine.Context;
import io.cairn.graph.KnownSizes;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes as they are, beside what the file says: what {@code --live} adds to a view.
 *
 * @param sizes of the layers by node, as the engines measure or compute them
 */
public record Live(Status status, Differences differences, Map<NodeName, KnownSizes> sizes) {
  public Live {
    sizes = Map.copyOf(sizes);
  }

  /** Asks every engine; to show a part. */
  public static Live of(Context context, Selection selection) {
    Map<NodeName, KnownSizes> sizes = new LinkedHashMap<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      sizes.put(
          node, new KnownSizes(context.cluster(), node, ground -> context.size(ground, node)));
    }
    return new Live(Status.of(context, selection), Differences.of(Planner.plan(context)), sizes);
  }

  Optional<Size> size(LayerName layer, NodeName node) {
    return Optional.ofNullable(sizes.get(node)).flatMap(known -> known.of(layer));
  }
}
