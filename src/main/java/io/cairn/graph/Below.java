package io.cairn.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a layer lies over. */
public sealed interface Below {
  /** What it lies over on one node. */
  sealed interface Local extends Below {
    /** Each single thing, in the order of the file. */
    List<Ground> grounds();
  }

  /** One thing. */
  sealed interface Ground extends Local {
    @Override
    default List<Ground> grounds() {
      return List.of(this);
    }
  }

  /** Another layer of the file. */
  record OnLayer(LayerName name) implements Ground {}

  /** A disk of the node, or any block device that was there before Cairn. */
  record OnDisk(DevicePath path) implements Ground {}

  /** Several things together, as the members of an array. */
  record Several(List<Ground> grounds) implements Local {
    /** Copies, and refuses none at all and one twice. */
    public Several {
      grounds = List.copyOf(grounds);
      if (grounds.isEmpty() || grounds.stream().distinct().count() < grounds.size()) {
        throw new IllegalArgumentException("'over' needs things that differ: " + grounds);
      }
    }
  }

  /** Another thing on each node, in the order of the file. */
  record PerNode(Map<NodeName, Local> byNode) implements Below {
    public PerNode {
      byNode = Collections.unmodifiableMap(new LinkedHashMap<>(byNode));
    }
  }

  /** Every different thing that it names, without saying on which node. */
  default List<Ground> parts() {
    return switch (this) {
      case Local local -> local.grounds();
      case PerNode(var byNode) ->
          byNode.values().stream().flatMap(local -> local.grounds().stream()).distinct().toList();
    };
  }

  /** Each thing that it names for that node; none where it names nothing for it. */
  default List<Ground> on(NodeName node) {
    return switch (this) {
      case Local local -> local.grounds();
      case PerNode(var byNode) -> byNode.containsKey(node) ? byNode.get(node).grounds() : List.of();
    };
  }
}
