package io.cairn.engine.lvm;

import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Probe;
import io.cairn.engine.SnapshotScript;
import io.cairn.engine.SnapshotTimers;
import io.cairn.engine.SnapshotUnits;
import io.cairn.engine.Step;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.SnapshotSchedule.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots of a thin volume that the node takes by itself.
 *
 * <p>They are what {@code cairn snapshot create} makes, with one tag more, which says of which
 * schedule they are; only what has that tag is ever deleted by the schedule. A mounted file system
 * directly on the volume is held still by the kernel in that moment (lvcreate suspends the volume
 * with its file system, dmsetup(8) "suspend").
 */
record ThinSchedule(Layer.ThinVolume volume, Cluster cluster) {
  static final String SCRIPT = "/usr/local/lib/cairn/thin-snapshots.sh";

  /** The beginning of the tag that says of which schedule a snapshot is. */
  static final String TAG = "cairn-schedule:";

  /** Those of a group, whether they have a schedule or not. */
  static List<ThinSchedule> of(GroupLayers layers) {
    return layers.thinVolumes().stream()
        .map(volume -> new ThinSchedule(volume, layers.cluster()))
        .toList();
  }

  private boolean isDeclared() {
    return !volume.snapshots().isEmpty();
  }

  private SnapshotUnits units() {
    GroupLayers layers = GroupLayers.of(volume, cluster);
    Layer.ThinPool pool = (Layer.ThinPool) cluster.lowerLayers(volume).getFirst();
    return new SnapshotUnits(
        volume,
        Units.below(volume, cluster),
        script(),
        List.of(
            cluster.name().text(),
            layers.name().text(),
            volume.name().text(),
            pool.name().text(),
            Integer.toString(VolumeSnapshots.fullest(pool))));
  }

  List<Probe> probes() {
    List<Probe> probes = new ArrayList<>(List.of(SnapshotTimers.probe()));
    if (isDeclared()) {
      probes.addAll(units().probes());
    }
    return probes;
  }

  Optional<Step> plan(NodeName node, Context context) {
    return isDeclared()
        ? units()
            .plan(
                node,
                context,
                List.of(
                    Condition.ready(volume.name(), node), Condition.active(volume.name(), node)))
        : SnapshotUnits.end(volume, node, context);
  }

  /** What is wrong with it where the volume is in use. */
  List<Finding> findings(NodeName node, Context context, LvmFacts facts) {
    return context.activeOn(volume).contains(node) && isDeclared()
        ? SnapshotTimers.of(facts.node())
            .findings(volume, node, period -> last(period, context, facts))
        : List.of();
  }

  private Optional<Instant> last(Period period, Context context, LvmFacts facts) {
    return SnapshotVolume.of(volume, GroupLayers.of(volume, cluster), context, facts).stream()
        .filter(snapshot -> snapshot.schedule().filter(period.word()::equals).isPresent())
        .flatMap(snapshot -> SnapshotTimers.instant(snapshot.taken()).stream())
        .max(Comparator.naturalOrder());
  }

  /** As in {@code snapshots every 1h, 24 kept, the last of 2026-11-27T09:00:00Z}. */
  Optional<String> inWords(Context context, LvmFacts facts) {
    if (!isDeclared()) {
      return Optional.empty();
    }
    Optional<Instant> last =
        volume.snapshots().stream()
            .flatMap(schedule -> last(schedule.period(), context, facts).stream())
            .max(Comparator.naturalOrder());
    return Optional.of(
        "snapshots "
            + SnapshotUnits.inWords(volume)
            + last.map(at -> ", the last of " + at).orElse(", none yet"));
  }

  /** The script that the units run; it needs neither Cairn nor its machine. */
  static ManagedFile script() {
    return SnapshotScript.of(SCRIPT, BEGIN, FUNCTIONS);
  }

  private static final String BEGIN =
      """
      # sh thin-snapshots.sh CLUSTER GROUP VOLUME POOL MOST EVERY:SECONDS:KEEP...
      # Run by the units cairn-snapshots-VOLUME.service. Takes the snapshots that are due, where the pool
      # is less than MOST percent full, and deletes the oldest of each schedule beyond KEEP.
      cluster=$1 group=$2 volume=$3 pool=$4 most=$5
      shift 5
      """;

  private static final String FUNCTIONS =
      """
      export LVM_SUPPRESS_FD_WARNINGS=1

      # LVM exits 0 when it sees a device twice or misses one, and says so beside its answer.
      ask() {
        said=$("$@" 2>&1) || die "$said"
        case $said in *WARNING*) die "$said" ;; esac
      }

      has() { case ,$1, in *",$2,"*) ;; *) return 1 ;; esac; }

      # The group and the volume are the ones meant and in use here.
      look() {
        ask vgs --noheadings --options vg_missing_pv_count,vg_tags -- "$group"
        read -r missing tags <<END
      $said
      END
        [ "$missing" = 0 ] || die "$missing devices of $group are missing"
        has "$tags" "cairn:$cluster" || die "$group is not Cairn's: its tags are $tags"
        ask lvs --noheadings --options segtype,lv_active,pool_lv,lv_tags -- "$group/$volume"
        read -r type active in tags <<END
      $said
      END
        [ "$type $active $in" = "thin active $pool" ] || die "$group/$volume is $type, $active, in $in"
        has "$tags" "cairn:$cluster" || die "$group/$volume is not Cairn's: its tags are $tags"
        if has "$tags" cairn-snapshot; then die "$group/$volume is a snapshot itself"; fi
        ask lvs --noheadings --options lv_name,lv_tags -- "$group"
        volumes=$said
      }

      # The tags say that they are Cairn's and of this schedule, the name that they are of this volume;
      # the volume itself has neither.
      of_schedule() {
        printf '%s\\n' "$volumes" | while read -r name tags; do
          has "$tags" "cairn:$cluster" && has "$tags" cairn-snapshot && has "$tags" "cairn-schedule:$1" || continue
          case $name in
            "$volume.every-$1-"[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z) echo "$name" ;;
          esac
        done | sort
      }

      # A pool that is full takes all its volumes down.
      has_room() {
        ask lvs --noheadings --options data_percent,metadata_percent -- "$group/$pool"
        read -r data metadata <<END
      $said
      END
        [ -n "$data" ] && [ -n "$metadata" ] || die "nobody can tell how full $group/$pool is: $said"
        [ "${data%%.*}" -lt "$most" ] && [ "${metadata%%.*}" -lt "$most" ] && return
        fail "$group/$pool is too full: data $data %, metadata $metadata %, the most is $most %"
        return 1
      }

      # Not every one of these is worth an archive of the group's metadata; the backup is kept current.
      take() {
        has_room || return 1
        time=$(date --utc --date="@$now" +%Y-%m-%dT%H:%M:%SZ) || return 1
        change lvcreate --yes --snapshot --setactivationskip y --config backup/archive=0 \\
          --name "$volume.every-$1-$stamp" \\
          --addtag "cairn:$cluster" --addtag cairn-snapshot --addtag "cairn-schedule:$1" \\
          --addtag "cairn-taken:$time" -- "$group/$volume"
      }

      delete() {
        ask lvs --noheadings --options lv_device_open -- "$group/$1"
        case $said in
          *open*) echo "$1 stays: it is in use" ;;
          *) change lvremove --yes --config backup/archive=0 -- "$group/$1" || fail "$1 is still there" ;;
        esac
      }
      """;
}
