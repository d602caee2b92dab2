package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.cairn.graph.PerPeer;
import io.cairn.graph.Size;
import io.cairn.graph.SshTarget;
import io.cairn.graph.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterFileTest {
  private static final String EVERYTHING =
      """
      cluster: erp
      nodes:
        node1: { ssh: root@10.1.0.5, address: 10.0.254.1 }
        node2: { ssh: "node2.example.org:2222", address: 10.0.254.2 }
      networks:
        replication: { subnet: 10.0.254.0/30, interface: eth1 }
        lan: { subnet: 10.1.0.0/24, interface: eth0, bridge: br0, gateway: 10.1.0.1 }
      layers:
        web:
          type: lxc
          over: store
          image: /var/cache/web.tar.xz
          network: lan
          address: 10.1.0.20/24
          memory: 1.5G
          cpus: 2
          privileged: true
        store: { type: xfs, over: r0, mount: /srv/store, options: [noatime, nodev] }
        r0:
          type: drbd
          over: { node1: p1, node2: /dev/disk/by-id/virtio-b }
          nodes: [node2, node1]
          prefer: node1
          source: node2
          network: replication
          protocol: B
          rate: 40M
        p1: { type: partition, over: /dev/disk/by-id/virtio-a, nodes: [node1], size: 1G }
      failover: manual
      lab:
        system: debian/13
        memory: 640M
        disks: { a: 2G, b: 2G }
      """;

  @Test
  void everyKeyReachesTheGraph() {
    assertThat(parsed(EVERYTHING).cluster()).isEqualTo(everything());
  }

  @Test
  void layersKeepTheOrderOfTheFile() {
    assertThat(parsed(EVERYTHING).cluster().layers().keySet())
        .containsExactly(name("web"), name("store"), name("r0"), name("p1"));
  }

  @Test
  void knowsWhereEverythingStands() {
    Positions positions = parsed(EVERYTHING).positions();
    assertThat(positions.of(name("r0"))).hasValue(new Position("cluster.yaml", 19, 3));
    assertThat(positions.of(name("r0"), "prefer")).hasValue(new Position("cluster.yaml", 23, 5));
    assertThat(positions.of(name("p1"), "prefer")).hasValue(new Position("cluster.yaml", 28, 3));
    assertThat(positions.of(new NodeName("node2"))).hasValue(new Position("cluster.yaml", 4, 3));
    assertThat(positions.of(new NetworkName("lan"))).hasValue(new Position("cluster.yaml", 7, 3));
    assertThat(positions.at("lab.disks.b")).hasValue(new Position("cluster.yaml", 33, 19));
    assertThat(positions.of(name("r1"))).isEmpty();
  }

  @Test
  void refusesATextThatIsTooLarge() {
    assertThat(codes("#" + " ".repeat(1 << 20) + "\n" + EVERYTHING))
        .containsExactly(Code.TOO_LARGE);
  }

  @Test
  void endlessChainOfLayersIsRefusedLayerByLayerAndNotByTheStack() {
    String chain =
        IntStream.range(0, 9_000)
            .mapToObj(i -> "  l%d: { type: lxc, over: l%d, image: a/b }\n".formatted(i, i + 1))
            .collect(Collectors.joining());
    String last = "  l9000: { type: lxc, over: /dev/vg/lv, image: a/b }\n";
    assertThat(codes("cluster: c\nnodes: { n: { ssh: n } }\nlayers:\n" + chain + last))
        .hasSize(200)
        .containsOnly(Code.WRONG_GROUND);
  }

  @Test
  void endlessWordIsABadValueAndNotAnEndlessMatch() {
    String path = "/a".repeat(200_000);
    List<Problem> problems =
        problems(
            "cluster: c\nnodes: { n: { ssh: n } }\n"
                + "layers: { f: { type: ext4, over: /dev/vg/lv, mount: "
                + path
                + " } }\n");
    assertThat(problems).extracting(Problem::code).containsExactly(Code.BAD_VALUE);
    assertThat(problems.getFirst().render()).hasLineCount(5).hasSizeLessThan(600);
  }

  @Test
  void tellsNoMoreThanTwoHundredProblems() {
    assertThat(
            codes(
                IntStream.range(0, 300)
                    .mapToObj(i -> "k" + i + ": 1\n")
                    .collect(Collectors.joining())))
        .hasSize(200);
  }

  private static ClusterFile parsed(String text) {
    return switch (ClusterFile.parse("cluster.yaml", text)) {
      case ParseResult.Parsed(var file) -> file;
      case ParseResult.Rejected(var problems) ->
          throw new AssertionError(
              problems.stream().map(Problem::render).collect(Collectors.joining()));
    };
  }

  private static List<Problem> problems(String text) {
    return CasesTest.problems(ClusterFile.parse("cluster.yaml", text));
  }

  private static List<Code> codes(String text) {
    return problems(text).stream().map(Problem::code).toList();
  }

  private static Cluster everything() {
    Node node1 = node("node1", "root@10.1.0.5", "10.0.254.1");
    Node node2 = node("node2", "node2.example.org:2222", "10.0.254.2");
    Network replication =
        new Network(
            new NetworkName("replication"),
            subnet("10.0.254.0/30"),
            new InterfaceName("eth1"),
            Optional.empty(),
            Optional.empty());
    Network lan =
        new Network(
            new NetworkName("lan"),
            subnet("10.1.0.0/24"),
            new InterfaceName("eth0"),
            Optional.of(new InterfaceName("br0")),
            IpAddress.parse("10.1.0.1"));
    SequencedMap<LayerName, Layer> layers = new LinkedHashMap<>();
    for (Layer layer : List.of(web(), store(), r0(), p1())) {
      layers.put(layer.name(), layer);
    }
    return new Cluster(
        new ClusterName("erp"),
        new LinkedHashMap<>(Map.of(node1.name(), node1, node2.name(), node2)),
        new LinkedHashMap<>(Map.of(replication.name(), replication, lan.name(), lan)),
        layers,
        Failover.MANUAL,
        new LabHints(
            Optional.of("debian/13"),
            Optional.of(Size.mebibytes(640)),
            Map.of("a", Size.mebibytes(2048), "b", Size.mebibytes(2048))));
  }

  private static Layer web() {
    return new Layer.Lxc(
        name("web"),
        new Below.OnLayer(name("store")),
        "/var/cache/web.tar.xz",
        Optional.of(new NetworkName("lan")),
        Optional.of(subnet("10.1.0.20/24")),
        Optional.of(Size.mebibytes(1536)),
        Optional.of(2),
        Layer.Privilege.PRIVILEGED,
        List.of());
  }

  private static Layer store() {
    return new Layer.FileSystem(
        name("store"),
        new Below.OnLayer(name("r0")),
        List.of(),
        FileSystemFormat.XFS,
        "/srv/store",
        List.of("noatime", "nodev"),
        List.of());
  }

  private static Layer r0() {
    NodeName node1 = new NodeName("node1");
    NodeName node2 = new NodeName("node2");
    return new Layer.Drbd(
        name("r0"),
        new Below.PerNode(
            Map.of(node1, new Below.OnLayer(name("p1")), node2, disk("/dev/disk/by-id/virtio-b"))),
        List.of(node2, node1),
        Optional.of(node1),
        Optional.of(node2),
        Optional.of(new NetworkName("replication")),
        new DrbdOptions(
            PerPeer.all(DrbdOptions.Protocol.B),
            PerPeer.all(DrbdOptions.Link.LAN),
            Optional.of(Size.mebibytes(40)),
            DrbdOptions.ResyncSnapshot.WHERE_THIN),
        Optional.empty());
  }

  private static Layer p1() {
    return new Layer.Partition(
        name("p1"),
        disk("/dev/disk/by-id/virtio-a"),
        List.of(new NodeName("node1")),
        Optional.of(Size.mebibytes(1024)));
  }

  private static LayerName name(String text) {
    return new LayerName(text);
  }

  private static Below.Ground disk(String path) {
    return new Below.OnDisk(new DevicePath(path));
  }

  private static Subnet subnet(String text) {
    return Subnet.parse(text).orElseThrow();
  }

  private static Node node(String name, String ssh, String address) {
    return new Node(
        new NodeName(name), SshTarget.parse(ssh).orElseThrow(), IpAddress.parse(address));
  }
}
