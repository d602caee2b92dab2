package io.cairn.engine.lvm;

import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the file declares in one volume group.
 *
 * @param node only what is declared there; empty for that of all nodes
 */
record GroupLayers(Layer.VolumeGroup group, Cluster cluster, Optional<NodeName> node) {
  GroupLayers(Layer.VolumeGroup group, Cluster cluster) {
    this(group, cluster, Optional.empty());
  }

  /** Without the volumes that are declared for other nodes of the group only. */
  GroupLayers at(NodeName there) {
    return new GroupLayers(group, cluster, Optional.of(there));
  }

  private <T extends Layer> List<T> over(Layer layer, Class<T> type) {
    return only(
        type,
        cluster.above(layer).stream()
            .filter(above -> node.filter(n -> !cluster.nodesOf(above).contains(n)).isEmpty()));
  }

  /** The groups of the whole cluster, from the bottom up. */
  static List<Layer.VolumeGroup> all(Cluster cluster) {
    return only(Layer.VolumeGroup.class, cluster.bottomUp().stream());
  }

  /** The groups that are on that node, from the bottom up. */
  static List<Layer.VolumeGroup> on(Cluster cluster, NodeName node) {
    return only(Layer.VolumeGroup.class, cluster.bottomUpOn(node).stream());
  }

  /** The group in which that volume, pool or thin volume lies. */
  static GroupLayers of(Layer layer, Cluster cluster) {
    Layer at = layer;
    while (!(at instanceof Layer.VolumeGroup)) {
      at = cluster.lowerLayers(at).getFirst();
    }
    return new GroupLayers((Layer.VolumeGroup) at, cluster);
  }

  LayerName name() {
    return group.name();
  }

  List<Layer.LogicalVolume> volumes() {
    return over(group, Layer.LogicalVolume.class);
  }

  List<Layer.ThinPool> pools() {
    return over(group, Layer.ThinPool.class);
  }

  /** The thin volumes of all its pools. */
  List<Layer.ThinVolume> thinVolumes() {
    return pools().stream().flatMap(pool -> thinVolumes(pool).stream()).toList();
  }

  List<Layer.ThinVolume> thinVolumes(Layer.ThinPool pool) {
    return over(pool, Layer.ThinVolume.class);
  }

  /** Everything in it that is a volume of LVM, bottom up. */
  List<Layer> all() {
    return Stream.<List<? extends Layer>>of(volumes(), pools(), thinVolumes())
        .<Layer>flatMap(List::stream)
        .toList();
  }

  /** Whether it lies over a replicated resource, and moves with it. */
  boolean isReplicated() {
    return cluster.replicatedBase(group).isPresent();
  }

  private static <T extends Layer> List<T> only(Class<T> type, Stream<Layer> layers) {
    return layers.filter(type::isInstance).map(type::cast).toList();
  }
}
