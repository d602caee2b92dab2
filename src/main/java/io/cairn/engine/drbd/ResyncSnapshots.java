package io.cairn.engine.drbd;

import io.cairn.engine.SnapshotMarks;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DrbdOptions;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether the nodes keep the last consistent state of their copy while it is resynced, and how DRBD
 * is told (drbd.conf-8.4(5), {@code before-resync-target}, {@code after-resync-target}).
 */
record ResyncSnapshots(Layer.Drbd resource, Cluster cluster) {

  /** On which volumes they are taken, as {@link ResyncScript} is told. */
  private enum Kind {
    THIN,
    ANY;

    String word() {
      return this == THIN ? "thin" : "any";
    }
  }

  /**
   * The lines of the file that these nodes read; empty where none of them takes any. A script that
   * fails, or is not there, must not end in a status by which DRBD gives up the connection.
   */
  Optional<String> handlers(Collection<NodeName> readers) {
    return kind()
        .filter(kind -> readers.stream().anyMatch(node -> isTaken(kind, node)))
        .map(
            kind ->
                """
                  handlers {
                    before-resync-target "/bin/sh %1$s before %2$s %3$s || true";
                    after-resync-target "/bin/sh %1$s after %2$s %3$s || true";
                  }
                """
                    .formatted(
                        DrbdPaths.RESYNC_SCRIPT,
                        kind.word(),
                        SnapshotMarks.cluster(cluster.name())));
  }

  /** Whether that node takes them. */
  boolean isOn(NodeName node) {
    return kind().filter(kind -> isTaken(kind, node)).isPresent();
  }

  private Optional<Kind> kind() {
    return switch (resource.options().resyncSnapshot()) {
      case DrbdOptions.ResyncSnapshot.WHERE_THIN -> Optional.of(Kind.THIN);
      case DrbdOptions.ResyncSnapshot.ALWAYS -> Optional.of(Kind.ANY);
      case DrbdOptions.ResyncSnapshot.NEVER -> Optional.empty();
    };
  }

  private boolean isTaken(Kind kind, NodeName node) {
    return volume(node)
        .filter(volume -> kind == Kind.ANY || volume instanceof Layer.ThinVolume)
        .isPresent();
  }

  /** The volume of the copy on that node; over a resource of its own, the copy is that one's. */
  Optional<Layer> volume(NodeName node) {
    if (!cluster.nodesOf(resource).contains(node)) {
      return Optional.empty();
    }
    return switch (cluster.below(resource, node)) {
      case Below.OnDisk _ -> Optional.empty();
      case Below.OnLayer(var name) ->
          Optional.of(cluster.layer(name))
              .filter(
                  layer ->
                      layer instanceof Layer.ThinVolume || layer instanceof Layer.LogicalVolume);
    };
  }
}
