package io.cairn.view;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.ClusterName;
import io.cairn.graph.DevicePath;
import io.cairn.graph.DrbdOptions;
import io.cairn.graph.Failover;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.LabHints;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Network;
import io.cairn.graph.NetworkName;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.graph.SshTarget;
import io.cairn.graph.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** The example of DESIGN.md section 3: two servers, two resources crosswise. */
final class Erp {
  static final NodeName NODE1 = new NodeName("node1");
  static final NodeName NODE2 = new NodeName("node2");
  static final List<NodeName> BOTH = List.of(NODE1, NODE2);

  private Erp() {}

  static Cluster cluster() {
    return cluster(
        List.of(
            drbd("r0", "store1", NODE1),
            drbd("r1", "store2", NODE2),
            btrfs("store1", "r0"),
            btrfs("store2", "r1"),
            lxc("mysql", "store1", "10.1.0.20/24"),
            lxc("web", "store2", "10.1.0.21/24")));
  }

  static Cluster cluster(List<Layer> layers) {
    return new Cluster(
        new ClusterName("erp"),
        named(
            List.of(node(NODE1, "10.1.0.5", "10.0.254.1"), node(NODE2, "10.1.0.6", "10.0.254.2")),
            Node::name),
        named(
            List.of(
                network("replication", "10.0.254.0/30", "eth1", Optional.empty()),
                network("lan", "10.1.0.0/24", "eth0", Optional.of(new InterfaceName("br0")))),
            Network::name),
        named(layers, Layer::name),
        Failover.MANUAL,
        LabHints.NONE);
  }

  static Layer drbd(String name, String disk, NodeName prefer) {
    return drbd(
        name, new Below.OnDisk(new DevicePath("/dev/disk/by-id/virtio-" + disk)), BOTH, prefer);
  }

  static Layer drbd(String name, Below over, List<NodeName> nodes, NodeName prefer) {
    return new Layer.Drbd(
        layer(name),
        over,
        nodes,
        Optional.of(prefer),
        Optional.empty(),
        Optional.empty(),
        DrbdOptions.DEFAULT,
        Optional.empty());
  }

  static Layer btrfs(String name, String over) {
    return new Layer.FileSystem(
        layer(name),
        on(over),
        List.of(),
        FileSystemFormat.BTRFS,
        "/srv/" + name,
        List.of(),
        List.of());
  }

  static Layer lxc(String name, String over, String address) {
    return new Layer.Lxc(
        layer(name),
        on(over),
        "debian/13",
        Optional.of(new NetworkName("lan")),
        Subnet.parse(address),
        Optional.empty(),
        Optional.empty(),
        Layer.Privilege.UNPRIVILEGED,
        List.of());
  }

  static LayerName layer(String name) {
    return new LayerName(name);
  }

  static Below.Ground on(String layer) {
    return new Below.OnLayer(layer(layer));
  }

  private static Node node(NodeName name, String ssh, String address) {
    return new Node(name, SshTarget.parse("root@" + ssh).orElseThrow(), IpAddress.parse(address));
  }

  private static Network network(
      String name, String subnet, String device, Optional<InterfaceName> bridge) {
    return new Network(
        new NetworkName(name),
        Subnet.parse(subnet).orElseThrow(),
        new InterfaceName(device),
        bridge,
        Optional.empty());
  }

  private static <K, V> SequencedMap<K, V> named(List<V> values, Function<V, K> name) {
    SequencedMap<K, V> map = new LinkedHashMap<>();
    values.forEach(value -> map.put(name.apply(value), value));
    return map;
  }
}
