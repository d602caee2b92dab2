package io.cairn.engine.node;

import io.cairn.engine.NodeFacts;
import io.cairn.graph.Cluster;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;

/** The Debian packages that a node needs for the layers it carries, by name. */
final class PackageNeeds {
  static final String CHRONY = "chrony";

  private PackageNeeds() {}

  /** What it needs, apart from time synchronisation. */
  static SequencedSet<String> ofLayers(Cluster cluster, NodeName node) {
    SequencedSet<String> packages = new TreeSet<>();
    // ping: a network change is only confirmed when those who answered before answer again
    packages.addAll(List.of("iproute2", "iputils-ping"));
    for (Layer layer : cluster.bottomUpOn(node)) {
      packages.addAll(of(layer));
    }
    return packages;
  }

  /** Everything that may be needed, whatever keeps the time there now. */
  static SequencedSet<String> all(Cluster cluster, NodeName node) {
    SequencedSet<String> packages = ofLayers(cluster, node);
    packages.add(CHRONY);
    return packages;
  }

  /** What is needed and not installed. */
  static SequencedSet<String> missing(Cluster cluster, NodeName node, NodeFacts facts) {
    SequencedSet<String> packages = ofLayers(cluster, node);
    if (TimeFacts.read(facts).keeper() instanceof TimeFacts.Keeper.Chrony) {
      packages.add(CHRONY);
    }
    packages.removeIf(facts.system().packages()::containsKey);
    return packages;
  }

  private static List<String> of(Layer layer) {
    return switch (layer) {
      case Layer.Partition _ -> List.of("fdisk");
      case Layer.Raid _ -> List.of("mdadm");
      case Layer.VolumeGroup _, Layer.LogicalVolume _ -> List.of("lvm2");
      // its tools check and repair what says which chunk is whose (lvmthin(7))
      case Layer.ThinPool _, Layer.ThinVolume _ -> List.of("lvm2", "thin-provisioning-tools");
      case Layer.Drbd _ -> List.of("drbd-utils");
      // psmisc: fuser(1) names who keeps a file system busy
      case Layer.FileSystem fileSystem -> List.of(tools(fileSystem.format()), "psmisc");
      // named one by one, for lxc only recommends them: uidmap for mapped user ids; apparmor,
      // without
      // whose parser LXC refuses its default profile on a kernel that has AppArmor switched on; the
      // rest unpack images
      case Layer.Lxc _ -> List.of("lxc", "uidmap", "apparmor", "xz-utils", "zstd");
    };
  }

  private static String tools(FileSystemFormat format) {
    return switch (format) {
      case BTRFS -> "btrfs-progs";
      case EXT4 -> "e2fsprogs";
      case XFS -> "xfsprogs";
    };
  }
}
