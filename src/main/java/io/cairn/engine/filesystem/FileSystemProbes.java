package io.cairn.engine.filesystem;

import io.cairn.engine.Blanking;
import io.cairn.engine.Probe;
import io.cairn.engine.Shell;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/** What is asked of a node. */
final class FileSystemProbes {
  static final String CONTENTS = "filesystem:contents";

  // blkid(8): --probe reads the device, not its cache; exit 2 for nothing found, 8 for ambivalent.
  // It also exits 2 on a device that cannot be opened, so that is tried before.
  private static final String CONTENTS_SCRIPT =
      """
      lsblk --noheadings --paths --raw --output NAME,TYPE | sort -u | while read -r device type; do
        [ "$type" != rom ] || continue
        echo "device $device"
        if why=$( ( : < "$device" ) 2>&1 ); then
          status=0
          found=$(blkid --probe --output export -- "$device" 2>&1) || status=$?
          [ -z "$found" ] || printf '%%s\\n' "$found"
          case $found in *TYPE=xfs*) ! %s || echo %s=1 ;; esac
          echo "exit $status"
        else
          echo "closed $why"
        fi
      done"""
          .formatted(UnfinishedXfs.is("\"$device\""), UnfinishedXfs.WORD);

  private FileSystemProbes() {}

  static List<Probe> of(Cluster cluster, NodeName node) {
    List<Probe> probes = new ArrayList<>();
    for (Layer.FileSystem layer : on(cluster, node)) {
      probes.add(new Probe(CONTENTS, CONTENTS_SCRIPT));
      probes.add(Probe.file(FileSystemEngine.unitPath(layer)));
      probes.add(new Probe(point(layer.name()), pointScript(layer)));
      if (Blanking.isToBeProven(cluster.below(layer, node), cluster)) {
        probes.add(Blanking.probe(Probe.pathBelow(layer, node, cluster)));
        probes.add(FileSystemCommands.begun(layer).probe());
      }
      if (layer.format() == FileSystemFormat.BTRFS) {
        String path = Shell.quote(layer.mount());
        probes.add(
            new Probe(
                errors(layer.name()),
                "mountpoint --quiet -- %1$s || exit 3; btrfs device stats -- %1$s"
                    .formatted(path)));
        cluster
            .replicatedBase(layer)
            .map(base -> Probe.pathBelow(base, node, cluster))
            .ifPresent(copy -> probes.add(new Probe(written(layer.name()), writtenScript(copy))));
      }
    }
    return List.copyOf(probes);
  }

  // while something is mounted, the directory below it cannot be seen, and is not asked for
  private static String pointScript(Layer.FileSystem layer) {
    return """
      unit=%2$s; path=%1$s
      systemctl show --property=UnitFileState,Result -- "$unit" 2>/dev/null \\
        | sed -e 's/^UnitFileState=/enabled /' -e 's/^Result=/result /'
      if mountpoint --quiet -- "$path"; then echo mounted
        %3$s
      elif [ -d "$path" ]; then
        echo "directory $(lsattr -d -- "$path" 2>/dev/null | cut -d' ' -f1)"
        find "$path" -mindepth 1 -maxdepth 1 -printf 'entry %%f\\n' | head -n 3
      elif [ -e "$path" ]; then echo other
      else echo absent; fi"""
        .formatted(
            Shell.quote(layer.mount()),
            Shell.quote(Units.mount(layer.mount())),
            FileSystemGrowth.measure(layer));
  }

  // Only asked while a connection is given up, for it reads the disk: in the root tree of Btrfs
  // every
  // subvolume carries the time of its last change. DRBD writes past this device's cache, so what
  // was
  // read from it before may be old.
  private static String writtenScript(String copy) {
    return """
        grep -qs cs:StandAlone /proc/drbd || exit 0
        blockdev --flushbufs %1$s
        btrfs inspect-internal dump-tree -t root %1$s 2> /dev/null \\
          | sed -n 's/^[[:space:]]*ctime \\([0-9]*\\)[.].*/\\1/p' | sort -n | tail -n 1"""
        .formatted(Shell.quote(copy));
  }

  static String written(LayerName layer) {
    return "filesystem:written:" + layer;
  }

  static String point(LayerName layer) {
    return "filesystem:point:" + layer;
  }

  static String errors(LayerName layer) {
    return "filesystem:errors:" + layer;
  }

  static List<Layer.FileSystem> on(Cluster cluster, NodeName node) {
    return only(cluster.bottomUpOn(node));
  }

  static List<Layer.FileSystem> all(Cluster cluster) {
    return only(cluster.bottomUp());
  }

  private static List<Layer.FileSystem> only(List<Layer> layers) {
    return layers.stream()
        .filter(Layer.FileSystem.class::isInstance)
        .map(Layer.FileSystem.class::cast)
        .toList();
  }
}
