package io.cairn.engine.disk;

import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Context;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;

/**
 * One disk of one node, as declared and as observed.
 *
 * @param declared the partitions on it, in the order of the file
 * @param disk the disk, where it is there
 * @param partitions what lies on it
 */
record DiskView(
    NodeName node,
    DevicePath path,
    List<Layer.Partition> declared,
    Optional<Device> disk,
    List<Device> partitions) {
  /** Before the first partition, and after the last for the table's copy (33 sectors, aligned). */
  static final Size TABLE = Size.mebibytes(2);

  DiskView {
    declared = List.copyOf(declared);
    partitions = List.copyOf(partitions);
  }

  static List<DiskView> of(NodeName node, NodeFacts facts, Context context) {
    return context.cluster().disksOf(node).entrySet().stream()
        .map(entry -> of(node, facts, entry.getKey(), partitions(entry.getValue())))
        .filter(view -> !view.declared().isEmpty())
        .toList();
  }

  private static List<Layer.Partition> partitions(List<Layer> layers) {
    return layers.stream()
        .filter(Layer.Partition.class::isInstance)
        .map(Layer.Partition.class::cast)
        .toList();
  }

  private static DiskView of(
      NodeName node, NodeFacts facts, DevicePath path, List<Layer.Partition> declared) {
    Optional<Device> disk = facts.blocks().at(path);
    return new DiskView(
        node, path, declared, disk, disk.map(facts.blocks()::over).orElse(List.of()));
  }

  /** The layer's partition, where it is there. */
  Optional<Device> partition(Layer.Partition layer) {
    Optional<String> name = Optional.of(PartitionName.of(layer));
    return partitions.stream().filter(p -> p.partitionLabel().equals(name)).findFirst();
  }

  /** How large the layer's partition is, or will be: as declared, or what the others leave. */
  Optional<Size> size(Layer.Partition layer) {
    return partition(layer)
        .map(Device::size)
        .or(() -> layer.size().map(DiskView::whole).map(Size::new))
        .or(
            () ->
                disk.map(Device::size)
                    .filter(all -> all.compareTo(wanted()) > 0)
                    .map(all -> new Size(all.bytes() - wanted().bytes())));
  }

  /** What lies on the disk and is not declared. */
  List<Device> foreign() {
    return partitions.stream()
        .filter(p -> declared.stream().noneMatch(l -> partition(l).equals(Optional.of(p))))
        .toList();
  }

  /** Names of the declared partitions that are there. */
  List<String> present() {
    return declared.stream()
        .filter(layer -> partition(layer).isPresent())
        .map(PartitionName::of)
        .toList();
  }

  /** Sum of the declared sizes; those that take the rest count as nothing. */
  Size wanted() {
    return new Size(
        declared.stream().flatMap(l -> l.size().stream()).mapToLong(DiskView::whole).sum()
            + TABLE.bytes());
  }

  /** Whole mebibytes: sfdisk aligns ends as well. */
  static long whole(Size size) {
    return Math.ceilDiv(size.bytes(), 1L << 20) << 20;
  }
}
