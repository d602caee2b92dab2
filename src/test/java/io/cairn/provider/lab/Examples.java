package io.cairn.provider.lab;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.ClusterName;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Failover;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.LabHints;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Network;
import io.cairn.graph.NetworkName;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.graph.SshTarget;
import io.cairn.graph.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Clusters for tests. */
final class Examples {
  static final NodeName NODE1 = new NodeName("node1");
  static final NodeName NODE2 = new NodeName("node2");

  private Examples() {}

  /** Two nodes, two networks, and on each node the disks of these paths. */
  static Cluster twoNodes(String name, LabHints hints, List<String> disks) {
    SequencedMap<NodeName, Node> nodes = new LinkedHashMap<>();
    nodes.put(NODE1, node(NODE1, "root@10.1.0.5", "10.0.254.1"));
    nodes.put(NODE2, node(NODE2, "root@10.1.0.6", "10.0.254.2"));
    SequencedMap<NetworkName, Network> networks = new LinkedHashMap<>();
    add(networks, "replication", "10.0.254.0/30", "eth1", Optional.empty());
    add(networks, "lan", "10.1.0.0/24", "eth0", IpAddress.parse("10.1.0.1"));
    SequencedMap<LayerName, Layer> layers = new LinkedHashMap<>();
    for (String disk : disks) {
      LayerName layer = new LayerName("part" + layers.size());
      Below below = new Below.OnDisk(new DevicePath(disk));
      layers.put(layer, new Layer.Partition(layer, below, List.of(NODE1, NODE2), Optional.empty()));
    }
    return new Cluster(new ClusterName(name), nodes, networks, layers, Failover.MANUAL, hints);
  }

  /** Hints that make small disks, and nodes with the memory of most examples: one state for all. */
  static LabHints small(Release release) {
    return new LabHints(
        Optional.of(release.word()),
        Optional.of(Size.mebibytes(768)),
        Map.of("store1", Size.mebibytes(64), "store2", Size.mebibytes(64)));
  }

  private static Node node(NodeName name, String ssh, String address) {
    return new Node(name, SshTarget.parse(ssh).orElseThrow(), IpAddress.parse(address));
  }

  private static void add(
      SequencedMap<NetworkName, Network> networks,
      String name,
      String subnet,
      String device,
      Optional<IpAddress> gateway) {
    NetworkName network = new NetworkName(name);
    networks.put(
        network,
        new Network(
            network,
            Subnet.parse(subnet).orElseThrow(),
            new InterfaceName(device),
            Optional.empty(),
            gateway));
  }
}
