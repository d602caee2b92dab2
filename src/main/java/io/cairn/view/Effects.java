package io.cairn.view;

import io.cairn.graph.Below;
import io.cairn.graph.Cache;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What follows from the failure of one layer on one node: what fails with it, and what holds
 * because it has the data elsewhere as well.
 *
 * @param fails the layers over it that are out of use then, from the bottom up
 * @param holds the arrays and resources that go on
 * @param uncached the volumes of which only the cache is lost, with no data in it
 */
record Effects(List<Layer> fails, List<Layer> holds, List<Layer> uncached) {
  Effects {
    fails = List.copyOf(fails);
    holds = List.copyOf(holds);
    uncached = List.copyOf(uncached);
  }

  static Effects of(Layer failed, NodeName node, Cluster cluster) {
    Spread spread = new Spread(node, cluster);
    spread.from(failed);
    return new Effects(
        List.copyOf(spread.fails), List.copyOf(spread.holds), List.copyOf(spread.uncached));
  }

  /** The names, as in {@code VG1, cachedlv}. */
  static String names(List<Layer> layers) {
    return layers.stream().map(layer -> layer.name().text()).collect(Collectors.joining(", "));
  }

  /** Goes up from what failed, as far as nothing holds. */
  private static final class Spread {
    private final NodeName node;
    private final Cluster cluster;
    private final Set<Layer> fails = new LinkedHashSet<>();
    private final Set<Layer> holds = new LinkedHashSet<>();
    private final Set<Layer> uncached = new LinkedHashSet<>();

    Spread(NodeName node, Cluster cluster) {
      this.node = node;
      this.cluster = cluster;
    }

    void from(Layer failed) {
      for (Layer above : cluster.above(failed)) {
        if (cluster.nodesOf(above).contains(node)) {
          hit(above, failed);
        }
      }
    }

    private void hit(Layer layer, Layer failed) {
      boolean isRedundant =
          layer instanceof Layer.Raid
              || (layer instanceof Layer.Drbd && cluster.nodesOf(layer).size() > 1);
      if (isRedundant) {
        holds.add(layer);
      } else if (layer instanceof Layer.VolumeGroup && cluster.allBelow(layer, node).size() > 1) {
        // the group goes on with the others, without what lies on this one
        for (Layer volume : cluster.above(layer)) {
          lostPart(volume, failed);
        }
      } else if (fails.add(layer)) {
        from(layer);
      }
    }

    /**
     * A group lost one of several physical volumes: its volumes are lost as far as they lie there.
     */
    private void lostPart(Layer volume, Layer failed) {
      if (!cluster.nodesOf(volume).contains(node)) {
        return;
      }
      boolean isOnIt = liesOn(pinned(volume), failed.name());
      Optional<Cache> cache =
          volume instanceof Layer.LogicalVolume cached ? cached.cache() : Optional.empty();
      boolean isCachedOnIt =
          cache.filter(c -> liesOn(Optional.of(c.on()), failed.name())).isPresent();
      if (isOnIt || (isCachedOnIt && cache.orElseThrow().mode() == Cache.Mode.WRITEBACK)) {
        if (fails.add(volume)) {
          from(volume);
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
    private boolean liesOn(Optional<Below> place, LayerName device) {
      return place.map(below -> below.on(node).contains(new Below.OnLayer(device))).orElse(true);
    }
  }
}
