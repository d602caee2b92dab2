package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
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
import io.cairn.graph.RaidLevel;
import io.cairn.graph.Size;
import io.cairn.graph.SnapshotSchedule;
import io.cairn.graph.SshTarget;
import io.cairn.graph.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes the graph of a draft in which no error was found. */
final class GraphBuilder {
  private final Draft draft;

  GraphBuilder(Draft draft) {
    this.draft = draft;
  }

  Cluster build() {
    Cluster plain =
        new Cluster(
            new ClusterName(text(draft.file(), "cluster")),
            all(draft.nodes(), NodeName::new, GraphBuilder::node),
            all(draft.networks(), NetworkName::new, GraphBuilder::network),
            all(draft.layers(), LayerName::new, GraphBuilder::layer),
            Failover.MANUAL,
            draft.file().fields("lab").map(GraphBuilder::lab).orElse(LabHints.NONE));
    return ThirdCopy.expanded(plain, movingAddresses());
  }

  private Map<LayerName, IpAddress> movingAddresses() {
    Map<LayerName, IpAddress> addresses = new LinkedHashMap<>();
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.REPLICA) {
                address(layer, "address")
                    .ifPresent(address -> addresses.put(new LayerName(name), address));
              }
            });
    return addresses;
  }

  private static <K, V> SequencedMap<K, V> all(
      SequencedMap<String, Value.Fields> drafts,
      Function<String, K> named,
      BiFunction<K, Value.Fields, V> made) {
    SequencedMap<K, V> all = new LinkedHashMap<>();
    drafts.forEach(
        (text, fields) -> {
          K name = named.apply(text);
          all.put(name, made.apply(name, fields));
        });
    return all;
  }

  private static Node node(NodeName name, Value.Fields node) {
    return new Node(
        name, SshTarget.parse(text(node, "ssh")).orElseThrow(), address(node, "address"));
  }

  private static Network network(NetworkName name, Value.Fields network) {
    return new Network(
        name,
        Subnet.parse(text(network, "subnet")).orElseThrow(),
        new InterfaceName(text(network, "interface")),
        network.word("bridge").map(word -> new InterfaceName(word.text())),
        address(network, "gateway"));
  }

  /** The layer that a draft says, where nothing in it is wrong by itself. */
  static Layer layer(LayerName name, Value.Fields layer) {
    Below over = over(layer.value("over").orElseThrow());
    String type = text(layer, "type");
    return switch (type) {
      case "partition" -> new Layer.Partition(name, over, nodes(layer), size(layer, "size"));
      case "raid1", "raid10", "raid5", "raid6" ->
          new Layer.Raid(
              name, over, nodes(layer), RaidLevel.valueOf(type.toUpperCase(Locale.ROOT)));
      case "vg" -> new Layer.VolumeGroup(name, over, nodes(layer));
      case "lv" -> VolumeBuilder.volume(name, over, layer);
      case "thinpool" -> VolumeBuilder.pool(name, over, layer);
      case "thin" ->
          new Layer.ThinVolume(
              name, over, nodes(layer), size(layer, "size").orElseThrow(), snapshots(layer));
      case "drbd" -> drbd(name, over, layer);
      case "btrfs", "ext4", "xfs" ->
          new Layer.FileSystem(
              name,
              over,
              nodes(layer),
              FileSystemFormat.valueOf(type.toUpperCase(Locale.ROOT)),
              text(layer, "mount"),
              texts(layer, "options"),
              snapshots(layer));
      case "lxc" -> lxc(name, over, layer);
      default -> throw new IllegalStateException("This is a bug in Cairn: layer type " + type);
    };
  }

  private static Layer drbd(LayerName name, Below over, Value.Fields layer) {
    return new Layer.Drbd(
        name,
        over,
        nodes(layer),
        layer.word("prefer").map(word -> new NodeName(word.text())),
        layer.word("source").map(word -> new NodeName(word.text())),
        layer.word("network").map(word -> new NetworkName(word.text())),
        new DrbdOptions(
            perPeer(
                layer, "protocol", DrbdOptions.DEFAULT.protocol(), DrbdOptions.Protocol::valueOf),
            perPeer(
                layer,
                "link",
                DrbdOptions.DEFAULT.link(),
                word -> DrbdOptions.Link.valueOf(word.toUpperCase(Locale.ROOT))),
            size(layer, "rate"),
            layer
                .word("resync-snapshot")
                .map(GraphBuilder::resyncSnapshot)
                .orElse(DrbdOptions.DEFAULT.resyncSnapshot())),
        Optional.empty());
  }

  private static DrbdOptions.ResyncSnapshot resyncSnapshot(Value.Word word) {
    return isTrue(word.text())
        ? DrbdOptions.ResyncSnapshot.ALWAYS
        : DrbdOptions.ResyncSnapshot.NEVER;
  }

  /** One word for all connections, or one for those of each named node. */
  private static <T extends Comparable<T>> PerPeer<T> perPeer(
      Value.Fields layer, String key, PerPeer<T> usual, Function<String, T> read) {
    return switch (layer.value(key).orElse(null)) {
      case Value.Word word -> PerPeer.all(read.apply(word.text()));
      case Value.Fields byNode -> {
        Map<NodeName, T> toward = new LinkedHashMap<>();
        for (String node : byNode.byKey().keySet()) {
          toward.put(new NodeName(node), read.apply(text(byNode, node)));
        }
        yield new PerPeer<>(usual.usual(), toward);
      }
      case Value.Words _, Value.Several _ ->
          throw new IllegalStateException("This is a bug in Cairn: " + key);
      case null -> usual;
    };
  }

  private static Layer lxc(LayerName name, Below over, Value.Fields layer) {
    boolean privileged = layer.word("privileged").filter(word -> isTrue(word.text())).isPresent();
    return new Layer.Lxc(
        name,
        over,
        text(layer, "image"),
        layer.word("network").map(word -> new NetworkName(word.text())),
        layer.word("address").flatMap(word -> Subnet.parse(word.text())),
        size(layer, "memory"),
        layer.word("cpus").map(word -> Integer.valueOf(word.text())),
        privileged ? Layer.Privilege.PRIVILEGED : Layer.Privilege.UNPRIVILEGED,
        snapshots(layer));
  }

  private static List<SnapshotSchedule> snapshots(Value.Fields layer) {
    return layer.several("snapshots").stream()
        .map(
            each ->
                new SnapshotSchedule(
                    SnapshotSchedule.Period.of(text(each, "every")).orElseThrow(),
                    Integer.parseInt(text(each, "keep"))))
        .toList();
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true");
  }

  private static LabHints lab(Value.Fields lab) {
    Map<String, Size> disks = new LinkedHashMap<>();
    lab.fields("disks")
        .ifPresent(
            sizes ->
                sizes
                    .byKey()
                    .keySet()
                    .forEach(disk -> disks.put(disk, size(sizes, disk).orElseThrow())));
    return new LabHints(lab.word("system").map(Value.Word::text), size(lab, "memory"), disks);
  }

  static Below over(Value value) {
    return switch (value) {
      case Value.Fields byNode -> {
        Map<NodeName, Below.Local> parts = new LinkedHashMap<>();
        byNode
            .byKey()
            .forEach((node, field) -> parts.put(new NodeName(node), local(field.value())));
        yield new Below.PerNode(parts);
      }
      case Value.Word _, Value.Words _, Value.Several _ -> local(value);
    };
  }

  private static Below.Local local(Value value) {
    return switch (value) {
      case Value.Word word -> ground(word);
      case Value.Words(var _, var all) when all.size() == 1 -> ground(all.getFirst());
      case Value.Words(var _, var all) ->
          new Below.Several(all.stream().map(GraphBuilder::ground).toList());
      case Value.Fields _, Value.Several _ ->
          throw new IllegalStateException("This is a bug in Cairn: nested over");
    };
  }

  private static Below.Ground ground(Value.Word over) {
    return Draft.isDisk(over)
        ? new Below.OnDisk(new DevicePath(over.text()))
        : new Below.OnLayer(new LayerName(over.text()));
  }

  static List<NodeName> nodes(Value.Fields layer) {
    return texts(layer, "nodes").stream().map(NodeName::new).toList();
  }

  private static List<String> texts(Value.Fields fields, String key) {
    return fields
        .words(key)
        .map(words -> words.all().stream().map(Value.Word::text).toList())
        .orElse(List.of());
  }

  static Optional<Size> size(Value.Fields fields, String key) {
    return fields.word(key).flatMap(word -> Size.parse(word.text()));
  }

  private static Optional<IpAddress> address(Value.Fields fields, String key) {
    return fields.word(key).flatMap(word -> IpAddress.parse(word.text()));
  }

  static String text(Value.Fields fields, String key) {
    return fields.word(key).orElseThrow().text();
  }
}
