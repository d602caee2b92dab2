package io.cairn.view;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import java.util.List;
import java.util.stream.Collectors;

/** Layers in a few words. */
final class LayerWords {
  private LayerWords() {}

  /** As in {@code drbd over /dev/disk/by-id/virtio-store1}. */
  static String typeAndPlace(Layer layer, Cluster cluster) {
    String over =
        cluster.nodesOf(layer).stream()
            .flatMap(node -> cluster.allBelow(layer, node).stream())
            .map(LayerWords::below)
            .distinct()
            .collect(Collectors.joining(", "));
    return layer.type() + " over " + over;
  }

  static String below(Below.Ground ground) {
    return switch (ground) {
      case Below.OnLayer(var name) -> name.text();
      case Below.OnDisk(var path) -> path.text();
    };
  }

  /** What of it a reader looks for, as in {@code /srv/store1} or {@code 10.1.0.20/24}. */
  static List<String> facts(Layer layer) {
    return switch (layer) {
      case Layer.Partition partition ->
          partition.size().map(size -> List.of(size.toString())).orElse(List.of());
      case Layer.Raid _, Layer.VolumeGroup _ -> List.of();
      case Layer.LogicalVolume volume -> List.of(volume.size().toString());
      case Layer.ThinPool pool -> List.of(pool.size().toString());
      case Layer.ThinVolume volume -> List.of(volume.size().toString());
      case Layer.Drbd drbd -> List.of("protocol " + drbd.options().protocols());
      case Layer.FileSystem fileSystem -> List.of(fileSystem.mount());
      case Layer.Lxc lxc ->
          lxc.address().map(address -> List.of(address.toString())).orElse(List.of());
    };
  }
}
