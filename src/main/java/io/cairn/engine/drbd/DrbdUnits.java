package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The systemd units of a resource (systemd.unit(5), systemd.service(5)). */
final class DrbdUnits {
  private DrbdUnits() {}

  /** All of them, the same on both nodes. */
  static List<ManagedFile> files(Layer.Drbd resource, Cluster cluster) {
    return List.of(
        up(resource.name()),
        boot(resource.name()),
        primary(resource.name()),
        target(resource, cluster));
  }

  // after the network services themselves, not only their target: so at shutdown they stop later
  private static ManagedFile up(LayerName name) {
    return unit(
        DrbdPaths.upUnit(name),
        """
        [Unit]
        Description=DRBD resource %1$s (Cairn)
        Wants=network-online.target
        After=network-online.target network.target networking.service systemd-networkd.service
        After=NetworkManager.service systemd-modules-load.service time-sync.target

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/sh %2$s up %1$s
        ExecReload=/bin/sh %2$s up %1$s
        ExecStop=/bin/sh %2$s down %1$s
        TimeoutSec=5min

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(name, DrbdPaths.SCRIPT));
  }

  // waits as long as it takes, so it is no part of what the boot waits for
  private static ManagedFile boot(LayerName name) {
    return unit(
        DrbdPaths.bootUnit(name),
        """
        [Unit]
        Description=Start of what lies over DRBD resource %1$s, where it was before (Cairn)
        Requires=%3$s
        After=%3$s
        ConditionPathExists=%4$s

        [Service]
        Type=exec
        ExecStart=/bin/sh %2$s boot %1$s

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(name, DrbdPaths.SCRIPT, DrbdPaths.upUnit(name), Units.holderMark(name)));
  }

  private static ManagedFile primary(LayerName name) {
    return unit(
        DrbdPaths.primaryUnit(name),
        """
        [Unit]
        Description=Primary role of DRBD resource %1$s (Cairn)
        Requires=%3$s
        After=%3$s
        PartOf=%4$s

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/sh %2$s primary %1$s
        ExecStop=/bin/sh %2$s secondary %1$s
        TimeoutSec=2min
        """
            .formatted(name, DrbdPaths.SCRIPT, DrbdPaths.upUnit(name), DrbdPaths.target(name)));
  }

  private static ManagedFile target(Layer.Drbd resource, Cluster cluster) {
    String wanted =
        cluster.upFrom(resource).stream()
            .map(layer -> Units.active(layer, cluster))
            .flatMap(Optional::stream)
            .map("Wants=%s\n"::formatted)
            .collect(Collectors.joining());
    return unit(
        DrbdPaths.target(resource.name()),
        """
        [Unit]
        Description=DRBD resource %s and everything over it (Cairn)
        %s"""
            .formatted(resource.name(), wanted));
  }

  private static ManagedFile unit(String name, String text) {
    return ManagedFile.whole(Units.path(name), text);
  }
}
