package io.cairn.engine.raid;

import io.cairn.engine.Begun;
import io.cairn.engine.Blanking;
import io.cairn.engine.Probe;
import io.cairn.engine.Shell;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is asked of a node. */
final class RaidProbes {
  /** Every array that the kernel knows, declared or not. */
  static final String ARRAYS = "raid:arrays";

  /** What stands on the declared members. */
  static final String MEMBERS = "raid:members";

  /**
   * Is there from before an array is made until it is made: what carries superblocks meanwhile was
   * never used.
   */
  static String making(Layer.Raid array) {
    return "/var/lib/cairn/raid/" + array.name() + ".making";
  }

  /** Is there while members are wiped: what these hold without a signature is nobody's data. */
  static Begun wiping(Layer.Raid array) {
    return new Begun("/var/lib/cairn/raid/" + array.name() + ".wiping");
  }

  /** Where mdadm looks (mdadm.conf(5); Debian's default). */
  static final String CONFIG = "/etc/mdadm/mdadm.conf";

  // sysfs has what /proc/mdstat shows, one value to a file (Documentation/admin-guide/md.rst); only
  // the name and the UUID are mdadm's. A device mapper member is told by the name that lsblk shows.
  private static final String ARRAYS_SCRIPT =
      """
      for md in /sys/block/md*/md; do
        [ -e "$md/array_state" ] || continue
        name=${md#/sys/block/}; name=${name%/md}
        echo "array /dev/$name"
        for key in level array_state raid_disks degraded sync_action sync_completed sync_speed resync_start; do
          value=; { read -r value < "$md/$key"; } 2>/dev/null || :
          [ -z "$value" ] || echo "$key $value"
        done
        for member in "$md"/dev-*; do
          [ -e "$member/state" ] || continue
          state=; { read -r state < "$member/state"; } 2>/dev/null || :
          device=$(readlink -f "$member/block") || continue
          path=/dev/${device##*/}
          mapped=; { read -r mapped < "$device/dm/name"; } 2>/dev/null && path=/dev/mapper/$mapped
          echo "member $path $state"
        done
        mdadm --detail --no-devices --export "/dev/$name" 2>&1 || echo "mdadm $?"
      done""";

  private RaidProbes() {}

  static List<Probe> of(Cluster cluster, NodeName node) {
    List<Layer.Raid> arrays = on(cluster, node);
    if (arrays.isEmpty()) {
      return List.of();
    }
    List<Probe> probes = new ArrayList<>();
    String paths =
        arrays.stream()
            .flatMap(array -> paths(array, node, cluster).stream())
            .map(Shell::quote)
            .collect(Collectors.joining(" "));
    probes.add(new Probe(ARRAYS, ARRAYS_SCRIPT));
    probes.add(new Probe(MEMBERS, membersScript(paths)));
    probes.add(Probe.file(CONFIG));
    for (Layer.Raid array : arrays) {
      probes.add(Probe.file(making(array)));
      probes.add(wiping(array).probe());
    }
    for (Layer.Raid array : arrays) {
      cluster.allBelow(array, node).stream()
          .filter(ground -> Blanking.isToBeProven(ground, cluster))
          .forEach(ground -> probes.add(Blanking.probe(Probe.path(ground, node, cluster))));
    }
    return List.copyOf(probes);
  }

  // blkid exits 2 also for what cannot be opened, so that is tried before. What the kernel still
  // knows of
  // a disk that was replaced is dropped first
  private static String membersScript(String paths) {
    return """
      for path in %s; do
        echo "member $path"
        if [ ! -b "$path" ]; then echo absent
        elif why=$( ( : < "$path" ) 2>&1 ); then
          blockdev --flushbufs "$path" 2>/dev/null || :
          status=0; blkid --probe --output export -- "$path" 2>&1 || status=$?
          echo "exit $status"
        else echo "closed $why"
        fi
      done"""
        .formatted(paths);
  }

  /** Where the members are looked for, in the order of the file. */
  static List<String> paths(Layer.Raid array, NodeName node, Cluster cluster) {
    return cluster.allBelow(array, node).stream()
        .map(ground -> Probe.path(ground, node, cluster))
        .toList();
  }

  static List<Layer.Raid> on(Cluster cluster, NodeName node) {
    return only(cluster.bottomUpOn(node));
  }

  static List<Layer.Raid> all(Cluster cluster) {
    return only(cluster.bottomUp());
  }

  private static List<Layer.Raid> only(List<Layer> layers) {
    return layers.stream()
        .filter(Layer.Raid.class::isInstance)
        .map(Layer.Raid.class::cast)
        .toList();
  }
}
