package io.cairn.provider.lab;

import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Network;
import io.cairn.graph.Node;
import io.cairn.graph.Size;
import io.cairn.graph.Subnet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The twins of a cluster's nodes: what QEMU has to be given so that they look like them. */
final class Twins {
  /** Enough for Debian, DRBD and a few small containers. */
  static final Size MEMORY = Size.mebibytes(1024);

  private static final Size DISK = Size.mebibytes(2048);
  private static final int SERIAL_BYTES = 20;
  private static final Pattern PARTITION = Pattern.compile("(/dev/disk/by-[a-z]+/.*)-part\\d+");
  private static final String VIRTIO = "/dev/disk/by-id/virtio-";

  private Twins() {}

  /** The twins, in the order of the file. */
  static List<Twin> of(Cluster cluster) {
    SequencedMap<InterfaceName, Network> segments = new LinkedHashMap<>();
    cluster.networks().values().forEach(network -> segments.putIfAbsent(network.device(), network));
    List<Twin> twins = new ArrayList<>();
    for (Node node : cluster.nodes().values()) {
      int number = twins.size();
      List<Twin.Card> cards = new ArrayList<>();
      for (Network segment : segments.values()) {
        cards.add(card(cluster, node, number, segment, cards.size()));
      }
      twins.add(
          new Twin(
              node.name(),
              number,
              cluster.lab().memory().orElse(MEMORY),
              disks(cluster, node),
              cards));
    }
    return List.copyOf(twins);
  }

  private static Twin.Card card(
      Cluster cluster, Node node, int nodeNumber, Network segment, int segmentNumber) {
    Optional<IpAddress> reachedBy = node.ssh().address();
    Optional<Network> home =
        cluster.networks().values().stream()
            .filter(network -> network.device().equals(segment.device()))
            .filter(network -> reachedBy.filter(network.subnet()::contains).isPresent())
            .findFirst();
    return new Twin.Card(
        segment.name(),
        segmentNumber,
        segment.device(),
        "52:54:01:00:%02x:%02x".formatted(nodeNumber, segmentNumber),
        home.flatMap(network -> reachedBy.map(ip -> new Subnet(ip, network.subnet().prefix()))),
        home.flatMap(Network::gateway));
  }

  private static List<Twin.Disk> disks(Cluster cluster, Node node) {
    SequencedSet<String> paths = new LinkedHashSet<>();
    for (DevicePath path : cluster.disksOf(node.name()).keySet()) {
      Matcher partition = PARTITION.matcher(path.text());
      paths.add(partition.matches() ? partition.group(1) : path.text());
    }
    List<Twin.Disk> disks = new ArrayList<>();
    for (String path : paths) {
      disks.add(disk(cluster, path, disks.size()));
    }
    return disks;
  }

  private static Twin.Disk disk(Cluster cluster, String path, int number) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    String hint = path.startsWith(VIRTIO) ? path.substring(VIRTIO.length()) : last;
    Size size = cluster.lab().disks().getOrDefault(hint, DISK);
    if (path.startsWith(VIRTIO) && hint.length() <= SERIAL_BYTES) {
      return new Twin.Disk(hint, size, Optional.empty());
    }
    if (path.startsWith("/dev/vd")) {
      throw new LabFailure(
          "The lab cannot give a disk the name "
              + path
              + ": the kernel hands out such names in the order in which it finds disks."
              + " Name the disk by /dev/disk/by-id/... in the cluster file.");
    }
    return new Twin.Disk("lab" + number, size, Optional.of(path.substring("/dev/".length())));
  }
}
