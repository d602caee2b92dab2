package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Probe;
import io.cairn.engine.Shell;
import io.cairn.engine.Units;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of a node. */
final class DrbdProbes {
  static final String PROC = "drbd:proc";
  static final String NODE = "drbd:node";
  static final String FILES = "drbd:files";
  static final String LOG = "drbd:log";

  /** A disk above this size is not read in full in a survey. */
  static final long READ_LIMIT = 16L << 30;

  // the module tells what it supports before it is loaded; 127 where a tool is not installed
  private static final String NODE_SCRIPT =
      """
      version=
      if [ -r /sys/module/drbd/version ]; then read -r version < /sys/module/drbd/version
      else version=$(modinfo --field version drbd 2>/dev/null) || true; fi
      echo "module $version"
      echo "utils $(drbdadm --version 2>/dev/null | sed -n 's/^DRBDADM_VERSION=//p')"
      echo "stock $(systemctl is-enabled drbd.service 2>/dev/null)"
      for card in /sys/class/net/*; do
        speed=-1; { read -r speed < "$card/speed"; } 2>/dev/null || speed=-1
        echo "link ${card##*/} $speed"
      done""";

  // sed's $a\ ends the last line: a file that a power loss cut off must not swallow what follows
  // it.
  // The secret is replaced by the words that stand for it in a plan, and only its file's sum leaves
  // the node
  private static final String FILES_SCRIPT =
      """
      for file in /etc/drbd.conf /etc/drbd.d/*.res /etc/drbd.d/global_common.conf; do
        [ -e "$file" ] || continue
        name=${file##*/}; name=${name%%.res}
        sum=$(sha256sum "$file") || sum=unreadable
        echo "file ${sum%%%% *} $file"
        sed -e 's#shared-secret[[:space:]][[:space:]]*"[^"]*"#shared-secret "%s'"$name"'@"#' \\
          -e 's#shared-secret[[:space:]][[:space:]]*[^"[:space:];][^;]*;#shared-secret ***;#' \\
          -e 's/^/| /' -e '$a\\' "$file"
      done"""
          .formatted(ManagedFile.secretIn(DrbdPaths.SECRETS + "/").replaceAll("@$", ""));

  // only asked where a peer is missing: reading the journal takes its time. Copies that parted are
  // known by their generations before the nodes have met and given the connection up
  private static final String LOG_SCRIPT =
      """
      grep -q -e cs:StandAlone -e cs:WFConnection /proc/drbd 2>/dev/null || exit 0
      journalctl --dmesg --no-pager --quiet --output=short-iso --lines=200 \\
        --grep='drbd.*(Split-Brain|conn\\( Connected ->)' | tail -n 40""";

  // begins with the variables that script() sets
  private static final String RESOURCE_SCRIPT =
      """
      begun=$(date +%s%N)
      all_zero() { # from to: exits 0 when every byte between is zero; says why not
        hole=$(mktemp /run/cairn-zero.XXXXXX); at=$1; result=0
        while [ "$at" -lt "$2" ]; do
          count=$(($2 - at)); [ "$count" -le 67108864 ] || count=67108864
          if ! dd if="$disk" of="$hole" bs=4M iflag=direct,skip_bytes,count_bytes skip="$at" \\
            count="$count" conv=sparse status=none; then
            echo "it cannot be read at byte $at"; result=2; break
          fi
          [ "$(stat --format=%b "$hole")" = 0 ] || { echo "there is data behind byte $at"; result=1; break; }
          at=$((at + count))
          [ $(($(date +%s%N) - begun)) -lt 120000000000 ] || {
            echo "reading it took too long"; result=2; break; }
        done
        rm -f "$hole"; return $result
      }
      for file in "$mark" "$roles" "$growing"; do
        [ ! -e "$file" ] || tail -n 50 "$file" | sed -e "s#^#text $file #" -e '$a\\'
        [ ! -e "$file" ] || [ -s "$file" ] || echo "text $file "
      done
      [ ! -e "$restoring" ] || echo "going-back-to $(sed -n 's/^# snapshot //p' "$restoring")"
      if [ -s "$secret" ]; then sum=$(sha256sum "$secret"); echo "secret ${sum%% *}"; fi
      { systemctl show --property=Id,ActiveState,UnitFileState -- $units; echo; } 2>/dev/null |
        while IFS='=' read -r key value; do
          case $key in
            Id) unit=$value ;;
            ActiveState) active=$value ;;
            UnitFileState) enabled=$value ;;
            '') echo "unit $unit $enabled $active" ;;
          esac
        done
      if [ ! -b "$disk" ]; then
        echo absent; disk=$base; [ -b "$disk" ] || exit 0
        size=$(blockdev --getsize64 "$disk"); echo "base $size"
      else
        size=$(blockdev --getsize64 "$disk"); echo "device $(readlink -f "$disk") $size"
      fi
      # DRBD writes past this device's cache: what was read at its end before it grew may be old
      blockdev --flushbufs "$disk" 2>/dev/null || true
      found=$(wipefs --no-act --noheadings --output TYPE,UUID "$disk" 2>&1) || { echo "unreadable $found"; exit 0; }
      [ -z "$found" ] || printf '%s\\n' "$found" | sed 's/^/signature /'
      ids=; until=$size
      # metadata of a disk that grew are not at its end until DRBD is told, but the kernel knows them
      known=$(drbdadm get-gi "$name" 2>/dev/null) || known=
      case "$known $found" in [0-9A-F]*|*drbd*)
        ids=${known:-$(drbdmeta - v08 "$disk" internal get-gi 2>&1)} || ids=
        echo "ids $ids"
        # internal metadata lies at the end (User's Guide 8.4, "Estimating meta data size")
        until=$((size - (((size / 512 + 262143) / 262144) * 8 + 72) * 512)) ;;
      esac
      others=$(printf '%s\\n' "$found" | grep -v '^drbd' | grep -c .) || true
      case "$others $ids" in
        "0 "|"0 0000000000000004:0000000000000000:"*) ;;
        *) exit 0 ;;
      esac
      why=$(all_zero 0 1048576) && begins=0 || begins=$?
      if [ "$begins" = 2 ]; then echo "unreadable $why"
      elif [ "$begins" != 0 ]; then echo "carries $why"
      elif [ "$size" -gt "$limit" ]; then echo "unproven it is too large to be read in full"
      elif why=$(all_zero 1048576 "$until"); then
        echo "zero $until $((($(date +%s%N) - begun) / 1000000))"
      else echo "unproven $why"; fi""";

  private DrbdProbes() {}

  static List<Probe> of(Cluster cluster, NodeName node) {
    List<Layer.Drbd> resources = on(cluster, node);
    if (resources.isEmpty()) {
      return List.of();
    }
    List<Probe> probes = new ArrayList<>();
    probes.add(new Probe(PROC, "[ -e /proc/drbd ] || exit 3; cat /proc/drbd"));
    probes.add(new Probe(NODE, NODE_SCRIPT));
    probes.add(new Probe(FILES, FILES_SCRIPT));
    probes.add(new Probe(LOG, LOG_SCRIPT));
    probes.add(Probe.file(DrbdPaths.MODULES));
    probes.add(Probe.file(DrbdPaths.SCRIPT));
    if (NodeSetup.takesSnapshots(node, cluster)) {
      probes.add(Probe.file(DrbdPaths.RESYNC_SCRIPT));
    }
    for (Layer.Drbd resource : resources) {
      probes.add(new Probe(resource(resource.name()), script(cluster, resource, node)));
      DrbdUnits.files(resource, node, cluster).forEach(file -> probes.add(file.probe()));
    }
    return List.copyOf(probes);
  }

  static String resource(LayerName resource) {
    return "drbd:" + resource;
  }

  static List<Layer.Drbd> on(Cluster cluster, NodeName node) {
    return cluster.derived().of(ByNode.class, "", () -> ByNode.of(cluster)).on(node);
  }

  /** The resources of each node, in the order of the file. */
  private record ByNode(Map<NodeName, List<Layer.Drbd>> resources) {
    static ByNode of(Cluster cluster) {
      Map<NodeName, List<Layer.Drbd>> resources = new HashMap<>();
      for (Layer.Drbd resource : all(cluster)) {
        for (NodeName node : cluster.nodesOf(resource)) {
          resources.computeIfAbsent(node, _ -> new ArrayList<>()).add(resource);
        }
      }
      return new ByNode(resources);
    }

    List<Layer.Drbd> on(NodeName node) {
      return List.copyOf(resources.getOrDefault(node, List.of()));
    }
  }

  static List<Layer.Drbd> all(Cluster cluster) {
    return cluster.layers().values().stream()
        .filter(Layer.Drbd.class::isInstance)
        .map(Layer.Drbd.class::cast)
        .toList();
  }

  private static String script(Cluster cluster, Layer.Drbd resource, NodeName node) {
    LayerName name = resource.name();
    String units =
        String.join(
            " ", DrbdPaths.upUnit(name), DrbdPaths.bootUnit(name), DrbdPaths.primaryUnit(name));
    return "name=%s; disk=%s; base=%s; limit=%d\nmark=%s; secret=%s; roles=%s; growing=%s; restoring=%s; units='%s'\n"
            .formatted(
                name,
                disk(cluster, resource, node),
                Shell.quote(baseDisk(cluster, resource, node).orElse("")),
                READ_LIMIT,
                Units.holderMark(name),
                DrbdPaths.secret(name),
                DrbdPaths.roles(name),
                DrbdPaths.growing(name),
                DrbdPaths.restoring(name),
                units)
        + RESOURCE_SCRIPT;
  }

  /**
   * The path of the disk below, as a word of the shell; which number a resource has, its file says.
   */
  private static String disk(Cluster cluster, Layer.Drbd resource, NodeName node) {
    return resource
        .pair()
        .filter(_ -> DrbdUnits.isOverPair(resource, node, cluster))
        .map(pair -> "$(drbdadm sh-dev " + pair.lower() + " 2>/dev/null || true)")
        .orElseGet(() -> Shell.quote(Probe.pathBelow(resource, node, cluster)));
  }

  /** The disk at the bottom: while a partition is not made yet, it tells what will be in it. */
  static Optional<String> baseDisk(Cluster cluster, Layer layer, NodeName node) {
    return switch (cluster.below(layer, node)) {
      case Below.OnDisk(var path) -> Optional.of(path.text());
      case Below.OnLayer(var lower)
          when cluster.layer(lower) instanceof Layer.Partition partition ->
          baseDisk(cluster, partition, node);
      // what an array, volume or resource will hold, no disk tells
      case Below.OnLayer _ -> Optional.empty();
    };
  }
}
