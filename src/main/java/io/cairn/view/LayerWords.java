package io.cairn.view;

import io.cairn.graph.AutoExtend;
import io.cairn.graph.Below;
import io.cairn.graph.Cache;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.Size;
import io.cairn.graph.VolumeSize;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /**
   * What of it a reader looks for, as in {@code /srv/store1}, {@code 80% = 8 GiB} or {@code
   * 10.1.0.20/24}.
   *
   * @param size how large it is, where that is known
   */
  static List<String> facts(Layer layer, Optional<Size> size) {
    return switch (layer) {
      case Layer.Partition _, Layer.Raid _, Layer.VolumeGroup _ ->
          size.map(Size::toString).stream().toList();
      case Layer.LogicalVolume volume -> List.of(sized(volume.size(), size));
      case Layer.ThinPool pool -> List.of(sized(pool.size(), size));
      case Layer.ThinVolume volume -> List.of(volume.size().toString());
      case Layer.Drbd drbd -> List.of("protocol " + drbd.options().protocol());
      case Layer.FileSystem fileSystem -> List.of(fileSystem.mount());
      case Layer.Lxc lxc ->
          lxc.address().map(address -> List.of(address.toString())).orElse(List.of());
    };
  }

  /** What else the file says of how it is made, as in {@code cache of 4 GiB on ssd}. */
  static List<String> more(Layer layer) {
    return Stream.concat(
            made(layer).stream(),
            layer.snapshots().stream().map(schedule -> "snapshots " + schedule))
        .toList();
  }

  private static List<String> made(Layer layer) {
    return switch (layer) {
      case Layer.LogicalVolume volume ->
          Stream.of(volume.on().map(LayerWords::on), volume.cache().map(LayerWords::cache))
              .flatMap(Optional::stream)
              .toList();
      case Layer.ThinPool pool ->
          Stream.of(
                  pool.on().map(LayerWords::on),
                  Optional.of(pool.autoExtend())
                      .filter(AutoExtend::isOn)
                      .map(extend -> "grows at " + extend.at() + " by " + extend.by()))
              .flatMap(Optional::stream)
              .toList();
      case Layer.Lxc lxc ->
          Stream.of(
                  Optional.of(lxc.image()),
                  lxc.memory().map(memory -> memory + " of memory"),
                  lxc.cpus().map(cpus -> Prose.count(cpus, "processor")))
              .flatMap(Optional::stream)
              .toList();
      case Layer.Partition _,
          Layer.Raid _,
          Layer.VolumeGroup _,
          Layer.ThinVolume _,
          Layer.Drbd _,
          Layer.FileSystem _ ->
          List.of();
    };
  }

  private static String on(Below below) {
    return "on " + below.parts().stream().map(LayerWords::below).collect(Collectors.joining(", "));
  }

  private static String cache(Cache cache) {
    String kind =
        switch (cache.kind()) {
          case DM_CACHE -> "cache of ";
          case DM_WRITECACHE -> "cache of writes, ";
        };
    return kind
        + cache.size()
        + " "
        + on(cache.on())
        + ", "
        + cache.mode().name().toLowerCase(Locale.ROOT);
  }

  private static String sized(VolumeSize declared, Optional<Size> size) {
    return switch (declared) {
      case VolumeSize.Absolute _ -> size.map(Size::toString).orElseGet(declared::toString);
      case VolumeSize.Share _ -> declared + size.map(known -> " = " + known).orElse("");
    };
  }
}
