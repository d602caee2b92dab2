package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Network;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The systemd units of a resource (systemd.unit(5), systemd.service(5)). */
final class DrbdUnits {
  private DrbdUnits() {}

  /** All of them, as they are on that node. */
  static List<ManagedFile> files(Layer.Drbd resource, NodeName node, Cluster cluster) {
    Optional<LayerName> lower = lower(resource, node, cluster);
    return List.of(
        lower
            .map(below -> upOverPair(resource, below, cluster))
            .orElseGet(() -> up(resource.name())),
        boot(resource.name(), lower.isPresent() ? "" : INSTALL),
        primary(resource.name()),
        target(resource, cluster));
  }

  /**
   * Whether it lies there over a resource of a pair: then it comes up when the node becomes primary
   * of that, and not by itself.
   */
  static boolean isOverPair(Layer.Drbd resource, NodeName node, Cluster cluster) {
    return lower(resource, node, cluster).isPresent();
  }

  private static Optional<LayerName> lower(Layer.Drbd resource, NodeName node, Cluster cluster) {
    return resource
        .pair()
        .map(Layer.NearPair::lower)
        .filter(lower -> cluster.nodesOf(cluster.layer(lower)).contains(node));
  }

  private static final String INSTALL =
      """

      [Install]
      WantedBy=multi-user.target
      """;

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
        """
                .formatted(name, DrbdPaths.SCRIPT)
            + INSTALL);
  }

  // the address is there exactly while the far node may reach the resource here; the far node
  // learns
  // where it is now from who asks for its own hardware address (RFC 826, "Packet Reception")
  private static ManagedFile upOverPair(Layer.Drbd resource, LayerName lower, Cluster cluster) {
    IpAddress address = resource.pair().orElseThrow().address();
    ReplicationLink link = new ReplicationLink(cluster, resource);
    Network network = link.network().orElseThrow();
    NodeName far = ThirdCopyRules.far(resource, lower, cluster);
    InterfaceName device = network.bridge().orElse(network.device());
    return unit(
        DrbdPaths.upUnit(resource.name()),
        """
        [Unit]
        Description=DRBD resource %1$s, over %3$s (Cairn)
        Requires=%4$s
        After=%4$s
        PartOf=%5$s

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStartPre=/sbin/ip address replace %6$s
        ExecStartPre=-/sbin/ip neighbour flush to %7$s dev %8$s
        ExecStartPre=-/bin/ping -q -c 1 -W 2 -I %9$s %7$s
        ExecStart=/bin/sh %2$s up %1$s
        ExecReload=/bin/sh %2$s up %1$s
        ExecStop=/bin/sh %2$s down %1$s
        ExecStopPost=-/sbin/ip address delete %6$s
        TimeoutSec=5min
        """
            .formatted(
                resource.name(),
                DrbdPaths.SCRIPT,
                lower,
                DrbdPaths.primaryUnit(lower),
                DrbdPaths.target(lower),
                address + "/" + network.subnet().prefix() + " dev " + device,
                link.address(far).orElseThrow(),
                device,
                address));
  }

  // waits as long as it takes, so it is no part of what the boot waits for
  private static ManagedFile boot(LayerName name, String install) {
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
        """
                .formatted(name, DrbdPaths.SCRIPT, DrbdPaths.upUnit(name), Units.holderMark(name))
            + install);
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
            .filter(layer -> cluster.replicatedBase(layer).filter(resource::equals).isPresent())
            .flatMap(layer -> Units.active(layer, cluster).stream())
            .map("Wants=%s\n"::formatted)
            .collect(Collectors.joining());
    // what the pair shares with the far node comes up here, and is in use where it was
    String over =
        cluster.above(resource).stream()
            .filter(Layer.Drbd.class::isInstance)
            .flatMap(
                layer ->
                    Stream.of(DrbdPaths.upUnit(layer.name()), DrbdPaths.bootUnit(layer.name())))
            .map("Wants=%s\n"::formatted)
            .collect(Collectors.joining());
    return unit(
        DrbdPaths.target(resource.name()),
        """
        [Unit]
        Description=DRBD resource %s and everything over it (Cairn)
        %s%s"""
            .formatted(resource.name(), wanted, over));
  }

  private static ManagedFile unit(String name, String text) {
    return ManagedFile.whole(Units.path(name), text);
  }
}
