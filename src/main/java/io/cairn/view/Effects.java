package io.cairn.view;

import io.cairn.graph.Below;
import io.cairn.graph.Cache;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What follows from the failure of one layer on one node: what fails with it, and what holds
 * because it has the data elsewhere as well.
 *
 * @param fails the layers over it that are out of use then, from the bottom up
 * @param holds the arrays and resources that go on
 * @param uncached the volumes of which only the cache is lost, with no data in it
 */
record Effects(Set<Layer> fails, Set<Layer> holds, Set<Layer> uncached) {

  static Effects of(Layer failed, NodeName node, Cluster cluster) {
    Effects effects =
        new Effects(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    effects.spread(failed, node, cluster);
    return effects;
  }

  private void spread(Layer failed, NodeName node, Cluster cluster) {
    for (Layer above : cluster.above(failed)) {
      if (cluster.nodesOf(above).contains(node)) {
        hit(above, failed, node, cluster);
      }
    }
  }

  private void hit(Layer layer, Layer failed, NodeName node, Cluster cluster) {
    boolean isRedundant =
        layer instanceof Layer.Raid
            || (layer instanceof Layer.Drbd && cluster.nodesOf(layer).size() > 1);
    if (isRedundant) {
      holds.add(layer);
    } else if (layer instanceof Layer.VolumeGroup
        && cluster.allBelow(layer, node).size() > 1) {
      fails.add(layer);
      for (Layer volume : cluster.above(layer)) {
        lostPart(volume, failed, node, cluster);
      }
    } else if (fails.add(layer)) {
      spread(layer, node, cluster);
    }
  }

  /** A group lost one of several physical volumes: its volumes are lost as far as they lie there. */
  private void lostPart(Layer volume, Layer failed, NodeName node, Cluster cluster) {
    if (!cluster.nodesOf(volume).contains(node)) {
      return;
    }
    boolean isOnIt = liesOn(pinned(volume), failed.name(), node);
    Optional<Cache> cache =
        volume instanceof Layer.LogicalVolume cached ? cached.cache() : Optional.empty();
    boolean isCachedOnIt =
        cache.filter(c -> liesOn(Optional.of(c.on()), failed.name(), node)).isPresent();
    if (isOnIt || (isCachedOnIt && cache.orElseThrow().mode() == Cache.Mode.WRITEBACK)) {
      if (fails.add(volume)) {
        spread(volume, node, cluster);
      }
    } else if (isCachedOnIt) {
      uncached.add(volume);
    }
  }

  private static Optional<Below> pinned(Layer volume) {
    return switch (volume) {
      case Layer.LogicalVolume logical -> logical.on();
      case Layer.ThinPool pool -> pool.on();
      case Layer.Partition _,
          Layer.Raid _,
          Layer.VolumeGroup _,
          Layer.ThinVolume _,
          Layer.Drbd _,
          Layer.FileSystem _,
          Layer.Lxc _ ->
          Optional.empty();
    };
  }

  /** What says nothing may lie anywhere in its group. */
  private static boolean liesOn(Optional<Below> place, LayerName device, NodeName node) {
    return place
        .map(below -> below.on(node).contains(new Below.OnLayer(device)))
        .orElse(true);
  }

  /** The names, as in {@code VG1, cachedlv}. */
  static String names(Iterable<Layer> layers) {
    List<String> names = new ArrayList<>();
    layers.forEach(layer -> names.add(layer.name().text()));
    return String.join(", ", names);
  }
}
