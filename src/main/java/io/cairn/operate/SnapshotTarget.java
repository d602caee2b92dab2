package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** What a snapshot of a layer is taken of. */
sealed interface SnapshotTarget {
  /** Subvolumes of the Btrfs that it is or lies over, on the node that has it mounted. */
  record Subvolumes(Layer layer) implements SnapshotTarget {}

  /**
   * Volumes of LVM, with all that lies over them.
   *
   * @param resources the DRBD resources over them, whose copies these volumes are; the lowest first
   */
  record Volumes(SequencedMap<NodeName, Layer> byNode, List<Layer.Drbd> resources)
      implements SnapshotTarget {
    public Volumes {
      byNode = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byNode));
      resources = List.copyOf(resources);
    }

    /** The volumes, each once. */
    Set<Layer> all() {
      return new LinkedHashSet<>(byNode.values());
    }
  }

  /** There is nothing that could be snapshotted. */
  record Nothing(String why, String correction) implements SnapshotTarget {}

  /** Finds it for any layer. */
  static SnapshotTarget of(Layer layer, Context context) {
    Cluster cluster = context.cluster();
    return switch (layer) {
      case Layer.Lxc lxc -> ofContainer(lxc, context);
      case Layer.FileSystem fileSystem ->
          fileSystem.format() == FileSystemFormat.BTRFS
              ? new Subvolumes(fileSystem)
              : below(fileSystem, context);
      case Layer.Drbd resource -> copies(resource, cluster);
      case Layer.LogicalVolume _, Layer.ThinVolume _ -> ofVolume(layer, context);
      case Layer.Partition _, Layer.Raid _, Layer.VolumeGroup _, Layer.ThinPool _ ->
          new Nothing(
              layer.name() + " is of type " + layer.type() + ", which has no snapshots.",
              "Name a volume (lv, thin), a resource (drbd) over volumes, a file system or a container.");
    };
  }

  private static SnapshotTarget ofContainer(Layer.Lxc container, Context context) {
    Layer fileSystem = context.cluster().lowerLayers(container).getFirst();
    return of(fileSystem, context) instanceof Subvolumes
        ? new Subvolumes(container)
        : of(fileSystem, context);
  }

  private static SnapshotTarget below(Layer.FileSystem layer, Context context) {
    List<Layer> lower = context.cluster().lowerLayers(layer);
    if (!lower.isEmpty() && isVolume(lower.getFirst())) {
      return of(lower.getFirst(), context);
    }
    return new Nothing(
        layer.name()
            + " is "
            + layer.format().word()
            + ", which has no snapshots, and lies over no volume of LVM.",
        !lower.isEmpty() && lower.getFirst() instanceof Layer.Drbd resource
            ? "One of "
                + resource.name()
                + " takes all that lies over it: cairn snapshot create "
                + resource.name()
                + " NAME"
            : "Put it on btrfs, or over a volume (lv, thin).");
  }

  private static boolean isVolume(Layer layer) {
    return layer instanceof Layer.LogicalVolume || layer instanceof Layer.ThinVolume;
  }

  private static SnapshotTarget ofVolume(Layer volume, Context context) {
    Cluster cluster = context.cluster();
    for (Layer above : cluster.above(volume)) {
      if (above instanceof Layer.Drbd resource) {
        return copies(resource, cluster);
      }
    }
    SequencedMap<NodeName, Layer> byNode = new LinkedHashMap<>();
    cluster
        .replicatedBase(volume)
        .map(base -> Shift.primaries(context, base))
        .orElseGet(() -> cluster.nodesOf(volume))
        .forEach(node -> byNode.put(node, volume));
    return byNode.isEmpty()
        ? new Nothing(
            volume.name() + " is in use on no node.",
            "See 'cairn status'; 'cairn apply' starts what is stopped.")
        : new Volumes(byNode, List.of());
  }

  private static SnapshotTarget copies(Layer.Drbd resource, Cluster cluster) {
    List<Layer.Drbd> resources = together(resource, cluster);
    Map<NodeName, Layer> byNode = new LinkedHashMap<>();
    for (Layer.Drbd one : resources) {
      for (NodeName node : cluster.nodesOf(one)) {
        Optional<Layer> below = layerBelow(one, node, cluster);
        if (below.filter(SnapshotTarget::isVolume).isPresent()) {
          byNode.put(node, below.get());
        } else if (below.filter(Layer.Drbd.class::isInstance).isEmpty()) {
          return new Nothing(
              "%s lies on %s on %s, which has no snapshots."
                  .formatted(one.name(), node, cluster.below(one, node)),
              "Snapshots of a resource are those of the volumes (lv, thin) below it.");
        }
      }
    }
    SequencedMap<NodeName, Layer> ordered = new LinkedHashMap<>();
    cluster.nodes().keySet().stream()
        .filter(byNode::containsKey)
        .forEach(node -> ordered.put(node, byNode.get(node)));
    return new Volumes(ordered, resources);
  }

  private static Optional<Layer> layerBelow(Layer.Drbd resource, NodeName node, Cluster cluster) {
    return switch (cluster.below(resource, node)) {
      case Below.OnLayer(LayerName name) -> Optional.of(cluster.layer(name));
      case Below.OnDisk _ -> Optional.empty();
    };
  }

  /** The resource, those that it lies over and those that lie over these. */
  private static List<Layer.Drbd> together(Layer.Drbd resource, Cluster cluster) {
    Set<Layer> all = new LinkedHashSet<>();
    for (Layer lower : cluster.downFrom(resource)) {
      if (lower instanceof Layer.Drbd) {
        all.addAll(cluster.upFrom(lower));
      }
    }
    return cluster.bottomUp().stream()
        .filter(all::contains)
        .filter(Layer.Drbd.class::isInstance)
        .map(Layer.Drbd.class::cast)
        .toList();
  }
}
