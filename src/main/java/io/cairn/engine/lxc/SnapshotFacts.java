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
import io.cairn.graph.SnapshotSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The snapshots on a file system, as a node shows them. */
final class SnapshotFacts {
  private static final String BY_SCHEDULE = " by schedule";

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
          by=; [ ! -e %1$s/.cairn/schedules/"${folder##*/}/${path##*/}" ] || by=' by schedule'
          echo "${folder##*/} ${path##*/} $created$by"
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
        .map(f -> snapshot(layer, new SnapshotName(f[1]), node, f[2]))
        .sorted(java.util.Comparator.comparing(Snapshot::created).thenComparing(Snapshot::name))
        .toList();
  }

  /** Its name says of which schedule it is, its mark that it is of one. */
  private static Snapshot snapshot(
      LayerName layer, SnapshotName name, NodeName node, String created) {
    Optional<String> schedule =
        created.endsWith(BY_SCHEDULE)
            ? Arrays.stream(SnapshotSchedule.Period.values())
                .filter(period -> name.text().startsWith(SnapshotName.prefixOf(period)))
                .map(SnapshotSchedule.Period::word)
                .findFirst()
            : Optional.empty();
    return new Snapshot(layer, name, node, created.replace(BY_SCHEDULE, ""), schedule);
  }
}
