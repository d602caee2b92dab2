package io.cairn.graph;

import java.util.List;
import java.util.Optional;

/**
 * One layer of the cluster: it has a name, a type, and lies over another layer or a disk.
 *
 * <p>A closed set: whoever adds a layer is led by the compiler to every place that has to decide
 * something about it.
 */
public sealed interface Layer {
  /** Its name, unique in the cluster. */
  LayerName name();

  /** What it lies over. */
  Below over();

  /** The nodes that the file names for it; empty where they follow from what it lies over. */
  default List<NodeName> declaredNodes() {
    return List.of();
  }

  /** The snapshots of it that the nodes take by themselves. */
  default List<SnapshotSchedule> snapshots() {
    return List.of();
  }

  /** The word of the cluster file for its type. */
  default String type() {
    return switch (this) {
      case Partition _ -> "partition";
      case Raid raid -> raid.level().word();
      case VolumeGroup _ -> "vg";
      case LogicalVolume _ -> "lv";
      case ThinPool _ -> "thinpool";
      case ThinVolume _ -> "thin";
      case Drbd _ -> "drbd";
      case FileSystem fileSystem -> fileSystem.format().word();
      case Lxc _ -> "lxc";
    };
  }

  /** The size that the file gives it; empty where it follows from something else. */
  default Optional<Size> fixedSize() {
    return switch (this) {
      case Partition partition -> partition.size();
      case LogicalVolume volume -> volume.size().absolute();
      case ThinPool pool -> pool.size().absolute();
      case ThinVolume volume -> Optional.of(volume.size());
      case Raid _, VolumeGroup _, Drbd _, FileSystem _, Lxc _ -> Optional.empty();
    };
  }

  /**
   * A GPT partition of a disk, labelled with the layer's name.
   *
   * @param size its size; all that is free where omitted
   */
  record Partition(LayerName name, Below over, List<NodeName> declaredNodes, Optional<Size> size)
      implements Layer {
    public Partition {
      declaredNodes = List.copyOf(declaredNodes);
    }
  }

  /** An array of several devices (md). */
  record Raid(LayerName name, Below over, List<NodeName> declaredNodes, RaidLevel level)
      implements Layer {
    public Raid {
      declaredNodes = List.copyOf(declaredNodes);
    }
  }

  /** A group of physical volumes from which volumes get their room (LVM). */
  record VolumeGroup(LayerName name, Below over, List<NodeName> declaredNodes) implements Layer {
    public VolumeGroup {
      declaredNodes = List.copyOf(declaredNodes);
    }
  }

  /**
   * A volume of a volume group with all its room from the start.
   *
   * @param on the physical volumes that it lies on, each named as the group names it; any of the
   *     group where omitted
   * @param cache a faster device in front of it
   */
  record LogicalVolume(
      LayerName name,
      Below over,
      List<NodeName> declaredNodes,
      Optional<Below> on,
      VolumeSize size,
      Optional<Cache> cache)
      implements Layer {
    public LogicalVolume {
      declaredNodes = List.copyOf(declaredNodes);
    }
  }

  /**
   * The room that thin volumes share, in a volume group.
   *
   * @param on the physical volumes that it lies on; any of the group where omitted
   * @param metadata room for what says which chunk is whose; where omitted, it follows from the
   *     size and the chunk
   * @param chunk how much a thin volume takes at once; where omitted, it follows from the size
   */
  record ThinPool(
      LayerName name,
      Below over,
      List<NodeName> declaredNodes,
      Optional<Below> on,
      VolumeSize size,
      Optional<Size> metadata,
      Optional<Size> chunk,
      AutoExtend autoExtend)
      implements Layer {
    public ThinPool {
      declaredNodes = List.copyOf(declaredNodes);
    }
  }

  /**
   * A volume that takes room from its pool as it is written to.
   *
   * @param size how large it seems
   */
  record ThinVolume(
      LayerName name,
      Below over,
      List<NodeName> declaredNodes,
      Size size,
      List<SnapshotSchedule> snapshots)
      implements Layer {
    public ThinVolume {
      declaredNodes = List.copyOf(declaredNodes);
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * A replicated block device (DRBD resource with one volume).
   *
   * @param prefer the node that is primary unless said otherwise
   * @param source the node whose data is kept when the disks are not provably blank
   * @param network the network that carries it; where omitted, the one in which the nodes' {@code
   *     address} lies
   * @param pair the pair of nodes that are one end of it; empty where each node is one
   */
  record Drbd(
      LayerName name,
      Below over,
      List<NodeName> declaredNodes,
      Optional<NodeName> prefer,
      Optional<NodeName> source,
      Optional<NetworkName> network,
      DrbdOptions options,
      Optional<NearPair> pair)
      implements Layer {
    public Drbd {
      declaredNodes = List.copyOf(declaredNodes);
    }
  }

  /**
   * Two nodes that are one end of a resource together: it lies there over a resource of these two,
   * on the one that is primary of that (User's Guide 8.4, "Three-node replication via stacking").
   *
   * @param lower the resource of the two
   * @param address the address by which the far end reaches the one that is primary of it
   */
  record NearPair(LayerName lower, IpAddress address) {}

  /**
   * A local file system, mounted where the layer below is active.
   *
   * @param mount absolute path of the mount point
   * @param options mount options beyond the defaults
   */
  record FileSystem(
      LayerName name,
      Below over,
      List<NodeName> declaredNodes,
      FileSystemFormat format,
      String mount,
      List<String> options,
      List<SnapshotSchedule> snapshots)
      implements Layer {
    public FileSystem {
      declaredNodes = List.copyOf(declaredNodes);
      options = List.copyOf(options);
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * A system container.
   *
   * @param image {@code distribution/release}, or the absolute path of a root file system tarball
   *     on the node
   * @param network the network whose bridge it connects to
   * @param address its address with prefix length in that network
   * @param memory limit of its memory
   * @param cpus limit of its processor time, in processors
   * @param privilege whether root inside is root outside
   */
  record Lxc(
      LayerName name,
      Below over,
      String image,
      Optional<NetworkName> network,
      Optional<Subnet> address,
      Optional<Size> memory,
      Optional<Integer> cpus,
      Privilege privilege,
      List<SnapshotSchedule> snapshots)
      implements Layer {
    public Lxc {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** Whether root in a container is root on the node. */
  enum Privilege {
    /** User ids are mapped: root inside is nobody outside. */
    UNPRIVILEGED,
    /** Root inside is root outside. */
    PRIVILEGED
  }
}
