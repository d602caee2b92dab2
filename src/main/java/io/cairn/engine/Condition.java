package io.cairn.engine;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;

/**
 * Something that holds on a node, by which steps of different engines find their order: a step that
 * needs a condition runs after every step that provides it. A condition that no step provides holds
 * already.
 *
 * @param what as in {@code r0 active on node1}
 */
public record Condition(String what) implements Comparable<Condition> {
  /**
   * The layer exists on the node (resource configured and up, partition made, file system made).
   */
  public static Condition ready(LayerName layer, NodeName node) {
    return new Condition(layer + " ready on " + node);
  }

  /** The layer is as large on the node as the file declares. */
  public static Condition grown(LayerName layer, NodeName node) {
    return new Condition(layer + " grown on " + node);
  }

  /** The layer is prepared on the node for what lies below it to become larger. */
  public static Condition preparedForGrowth(LayerName layer, NodeName node) {
    return new Condition(layer + " prepared for growth on " + node);
  }

  /** The layer is in use on the node: primary, mounted, running. */
  public static Condition active(LayerName layer, NodeName node) {
    return new Condition(layer + " active on " + node);
  }

  /** The layer is out of use on the node: stopped, unmounted, secondary. */
  public static Condition stopped(LayerName layer, NodeName node) {
    return new Condition(layer + " stopped on " + node);
  }

  /** The layer no longer exists on the node. */
  public static Condition gone(LayerName layer, NodeName node) {
    return new Condition(layer + " gone from " + node);
  }

  /**
   * A setting of the node itself: {@code packages}, {@code network}, {@code hosts}, {@code time}.
   */
  public static Condition node(String aspect, NodeName node) {
    return new Condition(aspect + " set on " + node);
  }

  /**
   * The node can be reached over a connection that is made anew for the step: the proof that a
   * changed network still lets Cairn in. No step provides it; the runner brings it about, by
   * closing its connection before it runs a step that needs this.
   */
  public static Condition newConnection(NodeName node) {
    return new Condition("new connection to " + node);
  }

  @Override
  public int compareTo(Condition other) {
    return what.compareTo(other.what);
  }

  @Override
  public String toString() {
    return what;
  }
}
