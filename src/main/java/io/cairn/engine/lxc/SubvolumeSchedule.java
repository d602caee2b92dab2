package io.cairn.engine.lxc;

import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Probe;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.SnapshotScript;
import io.cairn.engine.SnapshotTimers;
import io.cairn.engine.SnapshotUnits;
import io.cairn.engine.Step;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.SnapshotSchedule.Period;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Snapshots of a Btrfs layer, or of a container on one, that the node takes by itself.
 *
 * <p>They are what {@code cairn snapshot create} makes. Which of them are of a schedule, marks
 * beside them say; only what has a mark is ever deleted by the schedule:
 *
 * <pre>
 * MOUNT/.cairn/snapshots/LAYER/every-1h-20261127T090000Z   the snapshot
 * MOUNT/.cairn/schedules/LAYER/every-1h-20261127T090000Z   its mark, an empty file
 * </pre>
 *
 * @param place the layer's name, and the file system
 */
record SubvolumeSchedule(Layer layer, Place place, Cluster cluster) {
  static final String SCRIPT = "/usr/local/lib/cairn/subvolume-snapshots.sh";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Those of a node's layers that can have a schedule, whether they have one or not. */
  static List<SubvolumeSchedule> on(NodeName node, Cluster cluster) {
    return cluster.bottomUpOn(node).stream().flatMap(layer -> of(layer, cluster)).toList();
  }

  private static Stream<SubvolumeSchedule> of(Layer layer, Cluster cluster) {
    return switch (layer) {
      case Layer.FileSystem fileSystem when fileSystem.format() == FileSystemFormat.BTRFS ->
          Stream.of(
              new SubvolumeSchedule(layer, new Place(fileSystem.name(), fileSystem), cluster));
      case Layer.Lxc container when Place.of(container, cluster).hasSubvolumes() ->
          Stream.of(new SubvolumeSchedule(layer, Place.of(container, cluster), cluster));
      case Layer.Partition _,
          Layer.Raid _,
          Layer.VolumeGroup _,
          Layer.LogicalVolume _,
          Layer.ThinPool _,
          Layer.ThinVolume _,
          Layer.Drbd _,
          Layer.FileSystem _,
          Layer.Lxc _ ->
          Stream.of();
    };
  }

  private boolean isDeclared() {
    return !layer.snapshots().isEmpty();
  }

  private SnapshotUnits units(String device) {
    return new SnapshotUnits(
        layer,
        Units.active(place.below(), cluster),
        script(),
        List.of(
            layer instanceof Layer.Lxc ? "container" : "filesystem",
            layer.name().text(),
            place.mount(),
            device));
  }

  List<Probe> probes() {
    List<Probe> probes = new ArrayList<>(List.of(SnapshotTimers.probe()));
    if (isDeclared()) {
      probes.addAll(units("").probes());
    }
    return probes;
  }

  Optional<Step> plan(NodeName node, Context context) {
    if (!isDeclared()) {
      return SnapshotUnits.end(layer, node, context);
    }
    return units(context.deviceBelow(place.below(), node).text())
        .plan(
            node,
            context,
            Set.of(
                Condition.active(place.below().name(), node), Condition.ready(layer.name(), node)));
  }

  /** What is wrong with it where the file system is in use. */
  List<Finding> findings(NodeName node, Context context, NodeFacts facts) {
    return context.activeOn(layer).contains(node) && isDeclared()
        ? SnapshotTimers.of(facts).findings(layer, node, period -> last(period, node, facts))
        : List.of();
  }

  private Optional<Instant> last(Period period, NodeName node, NodeFacts facts) {
    return SnapshotFacts.of(layer.name(), place.below(), node, facts).stream()
        .filter(snapshot -> snapshot.schedule().filter(period.word()::equals).isPresent())
        .flatMap(snapshot -> taken(snapshot.name(), period).stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<Instant> taken(SnapshotName name, Period period) {
    String prefix = SnapshotName.prefixOf(period);
    return name.text().startsWith(prefix)
        ? SnapshotTimers.instant(name.text().substring(prefix.length()), STAMP)
        : Optional.empty();
  }

  /** The script that the units run; it needs neither Cairn nor its machine. */
  static ManagedFile script() {
    return SnapshotScript.of(SCRIPT, BEGIN, FUNCTIONS);
  }

  private static final String BEGIN =
      """
      # sh subvolume-snapshots.sh container|filesystem LAYER MOUNT DEVICE EVERY:SECONDS:KEEP...
      # Run by the units cairn-snapshots-LAYER.service. Takes the snapshots that are due, and deletes the
      # oldest of each schedule beyond KEEP.
      kind=$1 layer=$2 mount=$3 device=$4
      shift 4
      """;

  private static final String FUNCTIONS =
      """
      registry=/var/lib/lxc
      snapshots=$mount/.cairn/snapshots/$layer
      marks=$mount/.cairn/schedules/$layer
      # by another name until it is whole
      fresh=$snapshots/.of-schedule
      frozen=

      thaw() {
        for name in $frozen; do lxc-unfreeze --lxcpath="$registry" --name="$name" || fail "$name stays frozen"; done
        frozen=
      }
      trap thaw EXIT

      # A directory with inode 256 on Btrfs is the root of a subvolume.
      is_subvolume() {
        [ ! -L "$1" ] && [ "$(stat --file-system --format=%T -- "$1"):$(stat --format=%i -- "$1")" = btrfs:256 ]
      }

      is_read_only() { is_subvolume "$1" && [ "$(btrfs property get -ts "$1" ro)" = ro=true ]; }

      # The file system is the one meant and in use here.
      look() {
        source=$(findmnt --noheadings --nofsroot --first-only --output SOURCE --mountpoint "$mount") ||
          die "nothing is mounted at $mount"
        [ "$(readlink --canonicalize "$source")" = "$(readlink --canonicalize "$device")" ] ||
          die "$mount is mounted from $source, not from $device"
      }

      of_schedule() {
        for mark in "$marks/every-$1-"[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z; do
          [ -e "$mark" ] && [ -d "$snapshots/${mark##*/}" ] || continue
          echo "${mark##*/}"
        done | sort
      }

      # Of a full Btrfs nothing can be deleted any more once snapshots hold what it is full of.
      has_room() {
        used=$(df --output=pcent -- "$mount" | tail -n 1 | tr -d ' %') || return 1
        [ "$used" -lt 95 ] || { fail "$mount is too full: $used %, the most is 95 %"; return 1; }
      }

      of_container() {
        root=$mount/lxc/$layer/rootfs
        is_subvolume "$root" || { fail "$root is no subvolume"; return 1; }
        inner=$(btrfs subvolume list -o "$root") || return 1
        [ -z "$inner" ] || { fail "subvolumes lie within $layer, which a snapshot would leave out: $inner"; return 1; }
        btrfs subvolume snapshot -r -- "$root" "$snapshots/$1"
      }

      # All at one moment: every container that runs is frozen while they are taken.
      of_filesystem() {
        [ "$(findmnt --noheadings --first-only --output FSROOT --mountpoint "$mount")" = / ] ||
          { fail "only a part of the file system is mounted at $mount"; return 1; }
        others=$(btrfs subvolume list "$mount") || return 1
        others=$(printf '%s\\n' "$others" | sed 's/^.* path //' | grep --invert-match -e '^\\.cairn/' -e '^lxc/[^/]*/rootfs$' || true)
        [ -z "$others" ] || { fail "there are subvolumes that a snapshot would leave out: $others"; return 1; }
        clear "$fresh" && mkdir --parents -- "$fresh/lxc" || return 1
        for root in "$mount"/lxc/*/rootfs; do
          name=${root%/rootfs} name=${name##*/}
          if lxc-info --lxcpath="$registry" --name="$name" --state --no-humanize 2> /dev/null | grep --quiet RUNNING; then
            frozen="$frozen $name"
            lxc-freeze --lxcpath="$registry" --name="$name" || return 1
          fi
        done
        btrfs subvolume snapshot -r -- "$mount" "$fresh/top" || return 1
        for root in "$mount"/lxc/*/rootfs; do
          [ -d "$root" ] || continue
          name=${root%/rootfs} name=${name##*/}
          btrfs subvolume snapshot -r -- "$root" "$fresh/lxc/$name" || return 1
        done
        mv --no-target-directory -- "$fresh" "$snapshots/$1"
      }

      # Only read-only subvolumes, and the folders around them.
      clear() {
        for each in "$1"/lxc/* "$1/top" "$1"; do
          [ -d "$each" ] && is_subvolume "$each" || continue
          is_read_only "$each" || { fail "$each can be written to: it is no snapshot"; return 1; }
          btrfs subvolume delete -- "$each" || return 1
        done
        [ ! -e "$1/lxc" ] || rmdir -- "$1/lxc" || return 1
        [ ! -e "$1" ] || rmdir -- "$1"
      }

      # The mark first: cut off here, it is one of nothing, and taken away the next time.
      take_now() {
        install --directory --mode=0700 -- "$mount/.cairn" "$mount/.cairn/snapshots" "$snapshots" "$mount/.cairn/schedules" "$marks" || return 1
        for mark in "$marks"/*; do
          [ ! -e "$mark" ] || [ -d "$snapshots/${mark##*/}" ] || rm -- "$mark" || return 1
        done
        : > "$marks/every-$1-$stamp" || return 1
        "of_$kind" "every-$1-$stamp"
      }

      # Holds off what Cairn does as long as it takes; nothing that it starts goes on behind it.
      alone() {
        exec 9>> @LOCK@
        flock --shared --nonblock 9 || { echo 'Cairn is at work on this node: left for the next time'; exit "$status"; }
        code=0
        "$@" || code=$?
        thaw
        exec 9>&-
        return "$code"
      }

      take() { has_room && alone take_now "$1"; }

      delete() { alone delete_now "$1" || fail "$1 is still there"; }

      delete_now() { clear "$snapshots/$1" && rm --force -- "$marks/$1"; }
      """
          .replace("@LOCK@", SnapshotScript.LOCK);
}
