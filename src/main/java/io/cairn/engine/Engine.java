package io.cairn.engine;

import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Cairn knows of one engine (DRBD, Btrfs, LXC, ...): what to ask a node, what to do about a
 * difference, what is wrong. Pure: an engine reads declared and observed values and answers with
 * values.
 */
public interface Engine {
  /** One word, as in {@code drbd}; the prefix of its probes. */
  String name();

  /** Whether the layer is this engine's. A node-wide engine (packages, network) owns none. */
  boolean owns(Layer layer);

  /** What it wants to know of that node, joined with all others' into one script. */
  List<Probe> probes(Cluster cluster, NodeName node);

  /** The steps from what is observed to what is declared; empty where nothing differs. */
  List<Step> plan(Context context);

  /**
   * The steps that take this layer out of use wherever it is, and away from every node, data
   * included; called from the top layer down.
   */
  default List<Step> destroy(Layer layer, Context context) {
    return List.of();
  }

  /** The block device that the layer offers on that node, whether it exists already or not. */
  default Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
    return Optional.empty();
  }

  /**
   * How large the layer's block device is on that node, or will be when it is built; empty where
   * nobody can tell yet.
   */
  default Optional<Size> size(Layer layer, NodeName node, Context context) {
    return device(layer, node, context)
        .flatMap(path -> context.facts(node).flatMap(facts -> facts.blocks().at(path)))
        .map(BlockDevices.Device::size);
  }

  /**
   * How large the layer's block device will be on that node when everything below it has grown to
   * what the file declares; as it is, where nothing grows.
   */
  default Optional<Size> sizeGrown(Layer layer, NodeName node, Context context) {
    return size(layer, node, context);
  }

  /**
   * What has to run on the node, in the same script, right before the device below the layer grows
   * there.
   */
  default List<Command> beforeBelowGrows(Layer layer, NodeName node, Context context) {
    return List.of();
  }

  /**
   * What proves on the node, once the layer is made and before anything is made on it, that its
   * device reads as zeros but for its first MiB, which others prove; empty where nothing short of
   * reading it does.
   */
  default Optional<Guard> readsAsZeros(Layer layer, NodeName node, Context context) {
    return Optional.empty();
  }

  /**
   * Where the layer is (or by plan will be) active, if this engine decides that; empty where it
   * follows from the layer below.
   */
  default Optional<List<NodeName>> activeOn(Layer layer, Context context) {
    return Optional.empty();
  }

  /**
   * Brings an existing layer into use on the node (promote, mount, start); what it lies over is
   * active already.
   */
  default List<Step> start(Layer layer, NodeName node, Context context) {
    return List.of();
  }

  /**
   * Takes the layer out of use on the node (stop, unmount, demote); what lies over it is stopped
   * already.
   */
  default List<Step> stop(Layer layer, NodeName node, Context context) {
    return List.of();
  }

  /**
   * When the layer's data was last changed on that node's copy, for a person who has to choose
   * between two copies; empty where the survey did not ask or the layer does not keep it.
   */
  default Optional<Instant> lastWrite(Layer layer, NodeName node, Context context) {
    return Optional.empty();
  }

  /**
   * When the snapshot was taken that the node made of the layer before a resync, as the node keeps
   * it; empty where there is none.
   */
  default Optional<String> keptBeforeResync(Layer layer, NodeName node, Context context) {
    return Optional.empty();
  }

  /** How its layers are on every node, for {@code status}. */
  List<LayerState> states(Context context);

  /** How the nodes themselves are, beside their layers, for {@code status}. */
  default List<NodeState> nodeStates(Context context) {
    return List.of();
  }

  /** What the cluster file alone shows to be wrong or unwise. */
  default List<Finding> check(Cluster cluster) {
    return List.of();
  }

  /**
   * What the observed nodes show to be wrong, beyond what a plan would mend; an error stops apply.
   */
  default List<Finding> check(Context context) {
    return List.of();
  }
}
