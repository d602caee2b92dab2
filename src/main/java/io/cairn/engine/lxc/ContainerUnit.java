package io.cairn.engine.lxc;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import java.util.Optional;

/** The service unit of a container. */
final class ContainerUnit {
  private ContainerUnit() {}

  static String name(Layer.Lxc layer) {
    return Units.container(layer.name());
  }

  /**
   * The unit file, the same on every node.
   *
   * <p>What runs is kept beside: a copy of the configuration, to tell later whether a change needs
   * a restart. In the foreground systemd sees the container's end. {@code lxc-stop} asks its init
   * to end, and kills it after its timeout.
   */
  static ManagedFile file(Layer.Lxc layer, Cluster cluster) {
    Place place = Place.of(layer, cluster);
    Optional<Layer.Drbd> base = cluster.replicatedBase(layer);
    StringBuilder text = new StringBuilder("[Unit]\n");
    text.append("Description=Container ").append(layer.name()).append(" (Cairn)\n");
    Units.below(layer, cluster)
        .ifPresent(unit -> text.append("Requires=" + unit + "\nAfter=" + unit + "\n"));
    base.ifPresent(drbd -> text.append("PartOf=" + Units.target(drbd.name()) + "\n"));
    text.append("After=network.target apparmor.service lxc.service\n");
    text.append("AssertPathIsMountPoint=").append(place.mount()).append('\n');
    text.append(service(layer, place));
    if (base.isEmpty()) {
      text.append("\n[Install]\nWantedBy=multi-user.target\n");
    }
    return ManagedFile.whole(Units.path(name(layer)), text.toString());
  }

  private static String service(Layer.Lxc layer, Place place) {
    return """

        [Service]
        Type=simple
        ExecStartPre=/usr/bin/install -D --mode=0600 %1$s %2$s
        ExecStart=/usr/bin/lxc-start --foreground --lxcpath=%3$s --name=%4$s
        ExecStop=/usr/bin/lxc-stop --lxcpath=%3$s --name=%4$s --timeout=60
        TimeoutStopSec=90
        KillMode=mixed
        Delegate=yes
        Restart=on-failure
        RestartSec=5
        """
        .formatted(place.config(), place.started(), Place.REGISTRY, layer.name());
  }
}
