package io.cairn.graph;

import java.util.List;
import java.util.Map;

/** What a layer lies over. */
public sealed interface Below {
  /** Another layer of the file. */
  record OnLayer(LayerName name) implements Below {}

  /** A disk of the node, or any block device that was there before Cairn. */
  record OnDisk(DevicePath path) implements Below {}

  /** Another thing on each node. */
  record PerNode(Map<NodeName, Below> byNode) implements Below {
    /** Copies, and refuses nesting. */
    public PerNode {
      byNode = Map.copyOf(byNode);
      if (byNode.values().stream().anyMatch(PerNode.class::isInstance)) {
        throw new IllegalArgumentException("'over' by node cannot be nested");
      }
    }
  }

  /** Every different thing that it names, without saying on which node. */
  default List<Below> parts() {
    return switch (this) {
      case OnLayer _, OnDisk _ -> List.of(this);
      case PerNode(var byNode) -> byNode.values().stream().distinct().toList();
    };
  }
}
