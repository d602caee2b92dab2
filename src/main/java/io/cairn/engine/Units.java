package io.cairn.engine;

import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The names of the generated systemd units, by which the engines' units find each other.
 *
 * <p>For a replicated resource {@code r0}: {@code cairn-drbd-r0.service} brings it up on every node
 * at boot; {@code cairn-r0.target} stands for everything that moves with it; {@code
 * cairn-primary-r0.service} promotes it. A volume group over it is {@code cairn-vg-NAME.service}, a
 * file system a mount unit, a container {@code cairn-lxc-NAME.service}; each requires and follows
 * the unit of what it lies over, so systemd starts the stack bottom up and stops it top down. None
 * of the moving units is enabled: the resource's boot service starts the target, and only on the
 * node that holds {@link #holderMark}.
 */
public final class Units {
  private Units() {}

  /**
   * The unit that is active exactly while the layer is in use on the node; empty where nobody has
   * to start it, because it is there as soon as what it lies over is.
   */
  public static Optional<String> active(Layer layer, Cluster cluster) {
    return switch (layer) {
      // the volumes of a group come and go with it
      case Layer.Partition _,
          Layer.Raid _,
          Layer.LogicalVolume _,
          Layer.ThinPool _,
          Layer.ThinVolume _ ->
          Optional.empty();
      // LVM itself activates what is always there
      case Layer.VolumeGroup group -> cluster.replicatedBase(group).map(_ -> group(group.name()));
      case Layer.Drbd drbd -> Optional.of("cairn-primary-" + drbd.name() + ".service");
      case Layer.FileSystem fileSystem -> Optional.of(mount(fileSystem.mount()));
      case Layer.Lxc lxc -> Optional.of(container(lxc.name()));
    };
  }

  /** The unit on which the layer's own unit depends: that of the next layer below that has one. */
  public static Optional<String> below(Layer layer, Cluster cluster) {
    return cluster.lowerLayers(layer).stream()
        .flatMap(lower -> active(lower, cluster).or(() -> below(lower, cluster)).stream())
        .findFirst();
  }

  /** The service that is a container's run. */
  public static String container(LayerName container) {
    return "cairn-lxc-" + container + ".service";
  }

  /** The service that activates a volume group with all its volumes. */
  public static String group(LayerName group) {
    return "cairn-vg-" + group + ".service";
  }

  /** The target that starts and stops everything over the resource. */
  public static String target(LayerName resource) {
    return "cairn-" + resource + ".target";
  }

  /**
   * The file on a node that says: here the resource was last brought into use, and may be again at
   * boot.
   */
  public static String holderMark(LayerName resource) {
    return "/var/lib/cairn/holder/" + resource;
  }

  /** Where a unit file is written. */
  public static String path(String unit) {
    return "/etc/systemd/system/" + unit;
  }

  /** The mount unit of an absolute path, escaped as systemd-escape(1) {@code --path} does. */
  public static String mount(String path) {
    String trimmed = path.replaceAll("/+", "/").replaceAll("^/|/$", "");
    StringBuilder name = new StringBuilder();
    for (byte b : trimmed.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '_'
              || c == ':'
              || (c == '.' && !name.isEmpty());
      if (c == '/') {
        name.append('-');
      } else if (plain) {
        name.append(c);
      } else {
        name.append(String.format("\\x%02x", (int) c));
      }
    }
    return name + ".mount";
  }
}
