package io.cairn.engine;

import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.SnapshotSchedule;
import io.cairn.graph.SnapshotSchedule.Period;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The timers and services of snapshots that a node has (systemctl(1), "show").
 *
 * @param now the node's clock when it was asked; empty where it has none of these units
 * @param up how long the node has been up
 * @param units the properties of each by its name
 */
public record SnapshotTimers(
    Optional<Instant> now, Duration up, Map<String, Map<String, String>> units) {
  private static final String NAME = "snapshots:timers";

  private static final String SECONDS = "[0-9]{1,12}";

  /** So many periods without a snapshot are more than a clock or a busy node explains. */
  private static final int MISSED = 3;

  public SnapshotTimers {
    units = Map.copyOf(units);
  }

  /** What every engine asks whose layers can have snapshots by schedule. */
  public static Probe probe() {
    return new Probe(
        NAME,
        """
        units=
        for path in /etc/systemd/system/cairn-snapshots-*.timer; do
          [ -e "$path" ] || continue
          unit=${path##*/}
          units="$units $unit ${unit%.timer}.service"
        done
        [ -n "$units" ] || exit 0
        date --utc +now=%Y-%m-%dT%H:%M:%SZ
        read -r up _ < /proc/uptime
        echo "up=${up%.*}"
        echo
        systemctl show --property=Id,UnitFileState,ActiveState,Result,NeedDaemonReload,ActiveEnterTimestampMonotonic -- $units""");
  }

  /** What the node answered; nothing where it was not asked. */
  public static SnapshotTimers of(NodeFacts facts) {
    return facts.read(
        SnapshotTimers.class,
        node -> parse(node.reply(NAME).filter(Reply::ok).map(Reply::out).orElse("")));
  }

  static SnapshotTimers parse(String text) {
    Map<String, Map<String, String>> units = new HashMap<>();
    Map<String, String> node = Map.of();
    for (String block : text.split("\n\n+")) {
      Map<String, String> properties = properties(block);
      if (properties.containsKey("Id")) {
        units.put(properties.getOrDefault("Id", ""), properties);
      } else {
        node = properties;
      }
    }
    String up = node.getOrDefault("up", "");
    return new SnapshotTimers(
        instant(node.getOrDefault("now", "")),
        up.matches(SECONDS) ? Duration.ofSeconds(Long.parseLong(up)) : Duration.ZERO,
        units);
  }

  private static Map<String, String> properties(String block) {
    Map<String, String> properties = new HashMap<>();
    for (String line : block.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        properties.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Map.copyOf(properties);
  }

  /** A time as {@code 2026-11-27T09:00:00Z}. */
  public static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A time in that format. */
  public static Optional<Instant> instant(String text, DateTimeFormatter format) {
    try {
      return Optional.of(Instant.from(format.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private String property(String unit, String name) {
    return units.getOrDefault(unit, Map.of()).getOrDefault(name, "");
  }

  /** Whether the layer's timer is there. */
  public boolean isThere(LayerName layer) {
    return units.containsKey(SnapshotUnits.timer(layer));
  }

  /** Whether the timer starts with what the layer is in use by. */
  public boolean isEnabled(LayerName layer) {
    return property(SnapshotUnits.timer(layer), "UnitFileState").equals("enabled");
  }

  /** Whether systemd goes by older unit files than those that are there. */
  public boolean isOutdated(LayerName layer) {
    return property(SnapshotUnits.timer(layer), "NeedDaemonReload").equals("yes")
        || property(SnapshotUnits.service(layer), "NeedDaemonReload").equals("yes");
  }

  /** Whether the timer runs. */
  public boolean isRunning(LayerName layer) {
    return property(SnapshotUnits.timer(layer), "ActiveState").equals("active");
  }

  /** How long the timer has been running, which is as long as the layer is in use there. */
  Duration runningFor(LayerName layer) {
    String since = property(SnapshotUnits.timer(layer), "ActiveEnterTimestampMonotonic");
    // in microseconds since the node came up; 0 of one that never ran
    return isRunning(layer) && since.matches("[1-9][0-9]{0,17}")
        ? up.minus(Duration.ofSeconds(Long.parseLong(since) / 1_000_000))
        : Duration.ZERO;
  }

  private boolean hasFailed(LayerName layer) {
    return property(SnapshotUnits.service(layer), "ActiveState").equals("failed");
  }

  /**
   * What is wrong with the layer's schedules on a node where it is in use.
   *
   * @param last when the last snapshot of the period was taken
   */
  public List<Finding> findings(
      Layer layer, NodeName node, Function<Period, Optional<Instant>> last) {
    List<Finding> findings = new ArrayList<>(failures(layer, node));
    for (SnapshotSchedule schedule : layer.snapshots()) {
      Optional<Instant> taken = last.apply(schedule.period());
      Duration most = schedule.period().length().multipliedBy(MISSED);
      boolean isLate =
          runningFor(layer.name()).compareTo(most) > 0
              && now.filter(time -> taken.filter(at -> !at.isBefore(time.minus(most))).isEmpty())
                  .isPresent();
      if (isLate) {
        findings.add(late(layer, node, schedule, taken));
      }
    }
    return findings;
  }

  /** What taking the last one came to, where the layer is in use. */
  public List<Finding> failures(Layer layer, NodeName node) {
    return isRunning(layer.name()) && hasFailed(layer.name())
        ? List.of(failed(layer, node))
        : List.of();
  }

  private static String toDo(Layer layer) {
    return "It is tried again at the next time. What it said, and how to try now, on the node:\n"
        + "  journalctl --unit="
        + SnapshotUnits.service(layer.name())
        + " --lines=20\n  systemctl start "
        + SnapshotUnits.service(layer.name());
  }

  private Finding failed(Layer layer, NodeName node) {
    return Finding.warning("SNAP-01", "Snapshot by schedule failed")
        .at(node + ": " + layer.name())
        .saw(
            SnapshotUnits.service(layer.name())
                + " failed: "
                + property(SnapshotUnits.service(layer.name()), "Result"),
            "a snapshot in each period")
        .because("There may be no newer one to go back to.", toDo(layer));
  }

  private Finding late(
      Layer layer, NodeName node, SnapshotSchedule schedule, Optional<Instant> taken) {
    return Finding.warning("SNAP-02", "No snapshot for three periods")
        .at(node + ": " + layer.name())
        .saw(
            taken.map(at -> "the last of " + at).orElse("none at all")
                + ", and it is "
                + now.map(Instant::toString).orElse("unknown"),
            "one every " + schedule.period())
        .because("There is no newer one to go back to.", toDo(layer));
  }
}
