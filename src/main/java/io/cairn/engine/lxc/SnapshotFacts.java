package io.cairn.engine.lxc;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.engine.Shell;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotName;
import io.cairn.graph.Cluster;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/** The snapshots on a file system, as a node shows them. */
final class SnapshotFacts {
  private SnapshotFacts() {}

  static List<Probe> probes(Cluster cluster, NodeName node) {
    List<Probe> probes = new ArrayList<>();
    for (Layer layer : cluster.bottomUpOn(node)) {
      if (layer instanceof Layer.FileSystem fileSystem
          && fileSystem.format() == FileSystemFormat.BTRFS) {
        probes.add(new Probe(probe(layer.name()), script(fileSystem)));
      }
    }
    return probes;
  }

  private static String probe(LayerName fileSystem) {
    return "lxc:snapshots:" + fileSystem;
  }

  // a snapshot's own inode has the birth time of its origin: only Btrfs knows when it was taken
  private static String script(Layer.FileSystem layer) {
    return """
        mountpoint --quiet -- %1$s || exit 3
        for path in %1$s/.cairn/snapshots/*/*; do
          [ -d "$path" ] || continue
          folder=${path%%/*}
          subvolume=$path; [ ! -d "$path/top" ] || [ ! -d "$path/lxc" ] || subvolume=$path/top
          created=$(btrfs subvolume show "$subvolume" | sed -n 's/^[[:space:]]*Creation time:[[:space:]]*//p')
          echo "${folder##*/} ${path##*/} $created"
        done"""
        .formatted(Shell.quote(layer.mount()));
  }

  /** The snapshots of a layer that lie on that file system; the oldest first. */
  static List<Snapshot> of(
      LayerName layer, Layer.FileSystem below, NodeName node, NodeFacts facts) {
    return facts.reply(probe(below.name())).filter(Reply::ok).stream()
        .flatMap(reply -> reply.out().lines())
        .map(line -> line.split(" ", 3))
        .filter(f -> f.length == 3 && f[0].equals(layer.text()) && SnapshotName.isValid(f[1]))
        .map(f -> new Snapshot(layer, new SnapshotName(f[1]), node, f[2]))
        .sorted(java.util.Comparator.comparing(Snapshot::created).thenComparing(Snapshot::name))
        .toList();
  }
}
