package io.cairn.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How large the layers of one node are, as far as it follows from the cluster file and from what is
 * known of the things below them. What md and DRBD keep for themselves counts as nothing: an array
 * or a resource is at most that large.
 */
public final class KnownSizes {
  private final Cluster cluster;
  private final NodeName node;
  private final Function<Below.Ground, Optional<Size>> measured;
  private final Map<LayerName, Size> sizes = new HashMap<>();
  private final SequencedMap<LayerName, GroupDivision> divisions = new TreeMap<>();

  /**
   * Computes them.
   *
   * @param measured how large a device is, where somebody has looked; what it does not know is
   *     computed
   */
  public KnownSizes(
      Cluster cluster, NodeName node, Function<Below.Ground, Optional<Size>> measured) {
    this.cluster = cluster;
    this.node = node;
    this.measured = measured;
    for (Layer layer : cluster.bottomUpOn(node)) {
      measured
          .apply(new Below.OnLayer(layer.name()))
          .or(() -> size(layer))
          .ifPresent(size -> sizes.put(layer.name(), size));
    }
  }

  /** By the file alone. */
  public static KnownSizes declared(Cluster cluster, NodeName node) {
    return new KnownSizes(cluster, node, _ -> Optional.empty());
  }

  /** How large the layer is; of a group and a pool, all that is in it. */
  public Optional<Size> of(LayerName layer) {
    return Optional.ofNullable(sizes.get(layer));
  }

  /** How large what lies below is. */
  public Optional<Size> of(Below.Ground ground) {
    return switch (ground) {
      case Below.OnDisk _ -> measured.apply(ground);
      case Below.OnLayer(var name) -> of(name);
    };
  }

  /** How the group is divided, where all that it lies over is known. */
  public Optional<GroupDivision> division(LayerName group) {
    return Optional.ofNullable(divisions.get(group));
  }

  /** What a volume or a pool gets of its group, where the group is known. */
  public Optional<GroupDivision.Part> part(Layer volume) {
    return cluster.lowerLayers(volume).stream()
        .flatMap(group -> division(group.name()).stream())
        .flatMap(division -> Optional.ofNullable(division.parts().get(volume.name())).stream())
        .findFirst();
  }

  private Optional<Size> size(Layer layer) {
    return switch (layer) {
      case Layer.Partition partition -> partition.size();
      case Layer.Raid raid -> all(layer).map(members -> raid.level().capacity(members));
      case Layer.VolumeGroup group -> group(group);
      case Layer.LogicalVolume volume -> volume(volume, volume.size());
      case Layer.ThinPool pool -> volume(pool, pool.size());
      case Layer.ThinVolume volume -> Optional.of(Extents.holding(volume.size()).size());
      case Layer.Drbd _, Layer.FileSystem _ -> all(layer).map(List::getFirst);
      case Layer.Lxc _ -> Optional.empty();
    };
  }

  private Optional<List<Size>> all(Layer layer) {
    List<Below.Ground> grounds = cluster.allBelow(layer, node);
    List<Size> found = new ArrayList<>();
    grounds.forEach(ground -> of(ground).ifPresent(found::add));
    return found.size() < grounds.size()
        ? Optional.empty()
        : Optional.of(Collections.unmodifiableList(found));
  }

  private Optional<Size> group(Layer.VolumeGroup group) {
    Optional<Extents> total =
        all(group)
            .map(
                devices ->
                    devices.stream()
                        .map(device -> Extents.ofDevice(device, Extents.DATA_START))
                        .reduce(Extents.NONE, Extents::plus));
    List<Layer> inIt =
        cluster.above(group).stream()
            .filter(layer -> cluster.nodesOf(layer).contains(node))
            .toList();
    total.ifPresent(all -> divisions.put(group.name(), GroupDivision.of(all, inIt)));
    return total.map(Extents::size);
  }

  private Optional<Size> volume(Layer volume, VolumeSize declared) {
    return part(volume)
        .map(part -> part.data().size())
        .or(
            () ->
                switch (declared) {
                  case VolumeSize.Absolute(var size) -> Optional.of(Extents.holding(size).size());
                  case VolumeSize.Share _ -> Optional.empty();
                });
  }
}
