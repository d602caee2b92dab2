package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Probe;
import io.cairn.engine.SnapshotMarks;
import io.cairn.engine.Step;
import io.cairn.engine.UnitCommands;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A timer on each node with thin pools that writes down hourly how full they are
 * (systemd.timer(5)). A survey changes nothing on a node, and one measurement has no rate; so the
 * node itself keeps what {@link FillLog} is read from.
 */
record FillWatch(NodeName node, Cluster cluster) {
  static final String PROBE = "lvm:fill";
  static final String LOG = "/var/lib/cairn/lvm/pools.fill";
  private static final String SCRIPT = "/usr/local/lib/cairn/pools.sh";
  private static final String SERVICE = "cairn-pools.service";
  private static final String TIMER = "cairn-pools.timer";

  /** Whether the node has anything to watch. */
  boolean isNeeded() {
    return GroupLayers.on(cluster, node).stream()
        .anyMatch(group -> !new GroupLayers(group, cluster).pools().isEmpty());
  }

  List<Probe> probes() {
    if (!isNeeded()) {
      return List.of();
    }
    List<Probe> probes = new ArrayList<>();
    probes.add(
        new Probe(
            PROBE,
            "echo \"now $(date +%%s)\"\necho \"timer $(systemctl is-enabled %s 2>/dev/null)\"\n[ ! -e %2$s ] || cat %2$s"
                .formatted(TIMER, LOG)));
    files().forEach(file -> probes.add(file.probe()));
    return probes;
  }

  List<ManagedFile> files() {
    return List.of(
        ManagedFile.whole(SCRIPT, SCRIPT_TEXT.replace("@LOG@", LOG))
            .checkedBy("sh", "-n", ManagedFile.CANDIDATE),
        ManagedFile.whole(
            Units.path(SERVICE),
            """
            [Unit]
            Description=How full the thin pools are, written down (Cairn)

            [Service]
            Type=oneshot
            ExecStart=/bin/sh %s %s
            TimeoutSec=2min
            """
                .formatted(SCRIPT, SnapshotMarks.cluster(cluster.name()))),
        ManagedFile.whole(
            Units.path(TIMER),
            """
            [Unit]
            Description=How full the thin pools are, hourly (Cairn)

            [Timer]
            OnBootSec=5min
            OnUnitActiveSec=1h

            [Install]
            WantedBy=timers.target
            """));
  }

  /** Sets it up where it is not. */
  Optional<Step> step(LvmFacts facts) {
    if (!isNeeded()) {
      return Optional.empty();
    }
    List<Command> commands = new ArrayList<>();
    files().stream()
        .filter(file -> !file.isIn(facts.node()))
        .forEach(file -> commands.add(Command.put(file)));
    if (commands.isEmpty() && !FillLog.isToBeEnabled(facts.node())) {
      return Optional.empty();
    }
    commands.add(UnitCommands.enable(TIMER));
    commands.add(UnitCommands.RELOAD);
    // OnUnitActiveSec counts from when the service last ran, OnBootSec from a time that is past
    commands.add(Command.exec("systemctl", "restart", "--", TIMER));
    return Optional.of(
        Step.node("pools", "watch", node)
            .says(
                "Write down hourly how full the thin pools are",
                "'status' tells from that when they will be full")
            .runs(commands)
            .needs(Condition.node("packages", node))
            .build());
  }

  /** Takes it away, when the last group of the node goes. */
  Optional<Step> removal(LvmFacts facts, List<Condition> gone) {
    List<String> paths =
        files().stream()
            .map(ManagedFile::path)
            .filter(path -> facts.node().file(path).found().isPresent())
            .toList();
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    List<String> rm = new ArrayList<>(List.of("rm", "--force", "--"));
    rm.addAll(paths);
    rm.add(LOG);
    return Optional.of(
        Step.node("pools", "unwatch", node)
            .says("Do not write down any more how full the thin pools are", "none is left")
            .mark(Mark.DESTROY)
            .runs(
                Command.exec("systemctl", "disable", "--now", "--quiet", "--", TIMER),
                new Command.Exec(rm),
                UnitCommands.RELOAD)
            .needs(gone)
            .build());
  }

  private static final String SCRIPT_TEXT =
      """
      # sh pools.sh TAG
      # Run hourly by cairn-pools.timer: a line for each thin pool that has TAG and is active, with the time, the group,
      # the pool, its size in bytes, how much of that is used in percent, and the same of its metadata. What is older
      # than two days, or later than now, goes.
      set -eu
      export LC_ALL=C LVM_SUPPRESS_FD_WARNINGS=1
      log=@LOG@
      now=$(date +%s)
      mkdir -p "${log%/*}"
      columns=vg_name,lv_name,lv_size,data_percent,lv_metadata_size,metadata_percent,segtype,lv_tags
      seen=$(lvs --noheadings --separator '|' --units b --nosuffix --options "$columns")
      {
        [ ! -e "$log" ] || awk -v now="$now" '$1 > now - 176400 && $1 <= now && NF == 7' "$log"
        printf '%s\\n' "$seen" | awk -F '|' -v now="$now" -v tag="$1" '
          { for (i = 1; i <= NF; i++) gsub(/^ +| +$/, "", $i) }
          $7 == "thin-pool" && $4 != "" && $6 != "" && index("," $8 ",", "," tag ",") { print now, $1, $2, $3, $4, $5, $6 }'
      } > "$log.new"
      mv -f "$log.new" "$log"
      """;
}
