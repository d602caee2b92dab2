package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotMarks;
import io.cairn.engine.SnapshotName;
import io.cairn.graph.Extents;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;

/** A volume that is a snapshot of Cairn's. */
record SnapshotVolume(Volume volume, SnapshotName name) {
  private static String prefix(Layer volume) {
    return volume.name() + ".";
  }

  /** All of that volume. */
  static List<SnapshotVolume> of(
      Layer volume, GroupLayers layers, Context context, LvmFacts facts) {
    String tag = LvmCommands.tag(context.cluster().name());
    return facts.volumes(layers.name()).stream()
        .filter(there -> there.tags().contains(tag) && there.tags().contains(SnapshotMarks.TAG))
        .filter(there -> there.name().startsWith(prefix(volume)))
        .filter(there -> SnapshotName.isValid(there.name().substring(prefix(volume).length())))
        .map(
            there ->
                new SnapshotVolume(
                    there, new SnapshotName(there.name().substring(prefix(volume).length()))))
        .toList();
  }

  /**
   * The most that one of a volume that is no thin one can take: each chunk of it with 16 bytes that
   * say where it belongs (kernel documentation, device-mapper/snapshot), and whole extents.
   */
  static Extents room(Volume origin) {
    long data = origin.size().bytes();
    return Extents.holding(new Size(data + data / 256 + Extents.SIZE.bytes()));
  }

  /** When it was taken; empty where its tags do not say. */
  String taken() {
    return tag(SnapshotMarks.TAKEN).orElse("");
  }

  /** The period of the schedule that it is of. */
  Optional<String> schedule() {
    return tag(ThinSchedule.TAG);
  }

  private Optional<String> tag(String beginning) {
    return volume.tags().stream()
        .filter(tag -> tag.startsWith(beginning))
        .map(tag -> tag.substring(beginning.length()))
        .findFirst();
  }

  Snapshot asSnapshot(Layer of, NodeName node) {
    return new Snapshot(of.name(), name, node, taken(), schedule());
  }

  /** Whether the node took it by itself, before a resync. */
  boolean isFromBeforeResync() {
    return name.equals(SnapshotMarks.BEFORE_RESYNC) && volume.tags().contains(SnapshotMarks.RESYNC);
  }
}
