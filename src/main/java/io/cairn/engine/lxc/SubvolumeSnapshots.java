package io.cairn.engine.lxc;

import io.cairn.engine.Context;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots of containers and of Btrfs layers, and clones of containers: what there is, and the
 * steps that change it.
 *
 * <p>A container's snapshot is a read-only snapshot of its root file system. A Btrfs layer's is a
 * set: one of the file system itself and one of each container on it, taken while all of them are
 * frozen. Neither is a backup: it is on the same disk.
 */
public final class SubvolumeSnapshots {
  private final Context context;

  /** Snapshots as one survey shows them. */
  public SubvolumeSnapshots(Context context) {
    this.context = context;
  }

  /** What can be done about a request. */
  public sealed interface Answer {
    /** These steps do it; they find their order by their conditions. */
    record Steps(List<Step> steps) implements Answer {
      public Steps {
        steps = List.copyOf(steps);
      }
    }

    /** It cannot be done. */
    record Refused(String why, String correction) implements Answer {}
  }

  /** The layer's snapshots on every node that shows some, the oldest first. */
  public List<Snapshot> of(Layer layer) {
    return carrier(layer).stream()
        .flatMap(
            below ->
                context.cluster().nodesOf(below).stream()
                    .flatMap(
                        node ->
                            context.facts(node).stream()
                                .flatMap(
                                    facts ->
                                        SnapshotFacts.of(layer.name(), below, node, facts)
                                            .stream())))
        .toList();
  }

  /** Takes a snapshot. */
  public Answer create(Layer layer, SnapshotName name) {
    return on(
        layer,
        node -> {
          if (exists(layer, name)) {
            return new Answer.Refused(
                layer.name() + " has a snapshot " + name + " already.",
                "Choose another name, or delete that one first.");
          }
          return new Answer.Steps(
              switch (layer) {
                case Layer.Lxc lxc ->
                    List.of(new ContainerSnapshot(lxc, node, context).create(name));
                case Layer.FileSystem fileSystem ->
                    List.of(new SnapshotSet(fileSystem, node, context).create(name));
                case Layer.Partition _,
                    Layer.Raid _,
                    Layer.VolumeGroup _,
                    Layer.LogicalVolume _,
                    Layer.ThinPool _,
                    Layer.ThinVolume _,
                    Layer.Drbd _ ->
                    List.of();
              });
        });
  }

  /**
   * Goes back to a snapshot. What is there now is kept as a snapshot {@code before-restore-...};
   * what runs is stopped before and started after.
   */
  public Answer restore(Layer layer, SnapshotName name) {
    return on(
        layer,
        node ->
            exists(layer, name)
                ? new Answer.Steps(
                    switch (layer) {
                      case Layer.Lxc lxc -> new ContainerSnapshot(lxc, node, context).restore(name);
                      case Layer.FileSystem fileSystem ->
                          new SnapshotSet(fileSystem, node, context).restore(name);
                      case Layer.Partition _,
                          Layer.Raid _,
                          Layer.VolumeGroup _,
                          Layer.LogicalVolume _,
                          Layer.ThinPool _,
                          Layer.ThinVolume _,
                          Layer.Drbd _ ->
                          List.of();
                    })
                : unknown(layer, name));
  }

  /** Deletes a snapshot; never what it was taken of. */
  public Answer delete(Layer layer, SnapshotName name) {
    return on(
        layer,
        node ->
            exists(layer, name)
                ? new Answer.Steps(
                    switch (layer) {
                      case Layer.Lxc lxc ->
                          List.of(new ContainerSnapshot(lxc, node, context).delete(name));
                      case Layer.FileSystem fileSystem ->
                          List.of(new SnapshotSet(fileSystem, node, context).delete(name));
                      case Layer.Partition _,
                          Layer.Raid _,
                          Layer.VolumeGroup _,
                          Layer.LogicalVolume _,
                          Layer.ThinPool _,
                          Layer.ThinVolume _,
                          Layer.Drbd _ ->
                          List.of();
                    })
                : unknown(layer, name));
  }

  /**
   * Copies a container, running or not, to a new one that is not started: it is to be declared in
   * the cluster file, and {@code apply} does the rest.
   *
   * @param copy over the same file system, with a name and address of its own
   */
  public Answer clone(Layer.Lxc layer, Layer.Lxc copy) {
    if (context.cluster().layers().containsKey(copy.name())) {
      return new Answer.Refused(
          "The cluster file has a layer " + copy.name() + " already.", "Choose another name.");
    }
    return on(
        layer,
        node ->
            new Answer.Steps(List.of(new ContainerSnapshot(layer, node, context).cloneTo(copy))));
  }

  /** The line of the cluster file that declares the container. */
  public static String declaration(Layer.Lxc layer) {
    StringBuilder line = new StringBuilder(layer.name() + ": { type: lxc, over: ");
    line.append(Place.overName(layer)).append(", image: ").append(layer.image());
    layer.network().ifPresent(network -> line.append(", network: ").append(network));
    layer.address().ifPresent(address -> line.append(", address: ").append(address));
    layer.memory().ifPresent(memory -> line.append(", memory: ").append(inFile(memory.bytes())));
    layer.cpus().ifPresent(cpus -> line.append(", cpus: ").append(cpus));
    if (!LxcEngine.isUnprivileged(layer)) {
      line.append(", privileged: true");
    }
    return line.append(" }").toString();
  }

  private static String inFile(long bytes) {
    return bytes % (1L << 30) == 0 ? (bytes >> 30) + "G" : (bytes >> 20) + "M";
  }

  private boolean exists(Layer layer, SnapshotName name) {
    return of(layer).stream().anyMatch(snapshot -> snapshot.name().equals(name));
  }

  private Answer unknown(Layer layer, SnapshotName name) {
    List<Snapshot> known = of(layer);
    return new Answer.Refused(
        layer.name() + " has no snapshot " + name + ".",
        known.isEmpty()
            ? "It has none. Take one with: cairn snapshot create " + layer.name() + " " + name
            : "It has " + String.join(", ", known.stream().map(s -> s.name().text()).toList()));
  }

  private interface OnNode {
    Answer at(NodeName node);
  }

  private Answer on(Layer layer, OnNode work) {
    Optional<Layer.FileSystem> below = carrier(layer);
    if (below.isEmpty()) {
      return new Answer.Refused(
          layer.name() + " is of type " + layer.type() + ", which has no snapshots.",
          "Name a container, or the btrfs layer that it lies over.");
    }
    if (below.get().format() != FileSystemFormat.BTRFS) {
      return new Answer.Refused(
          below.get().name() + " is " + below.get().format().word() + ", which has no snapshots.",
          "Snapshots and clones need a file system of type btrfs.");
    }
    List<NodeName> nodes =
        context.cluster().nodesOf(below.get()).stream()
            .filter(n -> isMounted(below.get(), n))
            .toList();
    if (nodes.size() != 1) {
      return new Answer.Refused(
          below.get().name() + " is mounted on " + (nodes.isEmpty() ? "no node." : nodes + "."),
          "It has to be mounted on one; see: cairn status");
    }
    return work.at(nodes.getFirst());
  }

  private boolean isMounted(Layer.FileSystem below, NodeName node) {
    Place place = new Place(below.name(), below);
    return context.facts(node).filter(facts -> place.isMounted(facts, node, context)).isPresent();
  }

  private Optional<Layer.FileSystem> carrier(Layer layer) {
    return switch (layer) {
      case Layer.FileSystem fileSystem -> Optional.of(fileSystem);
      case Layer.Lxc lxc -> Optional.of(Place.of(lxc, context.cluster()).below());
      case Layer.Partition _,
          Layer.Raid _,
          Layer.VolumeGroup _,
          Layer.LogicalVolume _,
          Layer.ThinPool _,
          Layer.ThinVolume _,
          Layer.Drbd _ ->
          Optional.empty();
    };
  }
}
