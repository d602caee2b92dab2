package io.cairn.engine.filesystem;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mount unit of a file system (systemd.mount(5)). */
final class MountUnit {
  // at shutdown it is unmounted like any other (systemd.mount(5), default dependencies)
  private static final String OWN_ORDER =
      """
      DefaultDependencies=no
      Conflicts=umount.target
      Before=umount.target
      """;

  private MountUnit() {}

  /**
   * The unit file on a node.
   *
   * <p>What moves with a DRBD resource has no {@code [Install]} part: its target starts it. It is
   * not ordered with the local file systems, which are mounted before the network is up that its
   * device needs; in systemd 252 the option {@code _netdev} does not bring that about in a unit
   * file.
   */
  static ManagedFile file(Layer.FileSystem layer, DevicePath device, Cluster cluster) {
    Optional<Layer.Drbd> base = cluster.replicatedBase(layer);
    StringBuilder text = new StringBuilder("[Unit]\n");
    text.append("Description=File system ").append(layer.name()).append(" (Cairn)\n");
    Units.below(layer, cluster)
        .ifPresent(
            unit ->
                text.append("Requires=").append(unit).append("\nAfter=").append(unit).append('\n'));
    base.ifPresent(
        drbd ->
            text.append("PartOf=")
                .append(Units.target(drbd.name()))
                .append('\n')
                .append(OWN_ORDER));
    text.append("\n[Mount]\nWhat=").append(device);
    text.append("\nWhere=").append(layer.mount().replace("%", "%%"));
    text.append("\nType=").append(layer.format().word()).append('\n');
    List<String> options = new ArrayList<>(layer.options());
    if (base.isEmpty()) {
      options.addFirst("nofail");
    }
    if (!options.isEmpty()) {
      text.append("Options=").append(String.join(",", options).replace("%", "%%")).append('\n');
    }
    // replaying the log of a large file system after a crash takes its time
    text.append("TimeoutSec=10min\n");
    if (base.isEmpty()) {
      text.append("\n[Install]\nWantedBy=local-fs.target\n");
    }
    return ManagedFile.whole(Units.path(Units.mount(layer.mount())), text.toString());
  }
}
