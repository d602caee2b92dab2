package io.cairn.engine;

import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.SnapshotSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The timer and the service by which a node takes a layer's snapshots by itself (systemd.timer(5)).
 *
 * <p>The timer comes and goes with the unit of what the layer is in use by, so that it runs on one
 * node alone, and there after a move or a failover as well. It goes off more often than the longer
 * periods: the script asks the snapshots themselves whether one is due, for they come along with
 * the data, while what systemd remembers of a timer stays on the node.
 *
 * @param carrier the unit without which the layer is not in use; empty where it always is
 * @param script takes the snapshots that are due and deletes those beyond what is kept
 * @param arguments of the script; the schedules follow, each as {@code 1h:3600:24}
 */
public record SnapshotUnits(
    Layer layer, Optional<String> carrier, ManagedFile script, List<String> arguments) {
  /** What could not be taken, because Cairn was at work or the node was off, is taken by then. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  public SnapshotUnits {
    arguments = List.copyOf(arguments);
  }

  private static String name(LayerName layer) {
    return "cairn-snapshots-" + layer;
  }

  /** The unit that says when. */
  public static String timer(LayerName layer) {
    return name(layer) + ".timer";
  }

  /** The unit that takes and deletes them. */
  public static String service(LayerName layer) {
    return name(layer) + ".service";
  }

  /**
   * What is asked of a node about those that are declared there; the same names in every engine.
   */
  public List<Probe> probes() {
    return files().stream().map(ManagedFile::probe).toList();
  }

  /** The script and the units. */
  public List<ManagedFile> files() {
    return List.of(
        script,
        ManagedFile.whole(Units.path(service(layer.name())), serviceText()),
        ManagedFile.whole(Units.path(timer(layer.name())), timerText()));
  }

  /**
   * Requisite and not Requires: starting a snapshot by hand where the layer is not in use fails,
   * and does not bring it into use there.
   */
  private String bond() {
    return carrier.map("Requisite=%1$s\nAfter=%1$s\nPartOf=%1$s\n"::formatted).orElse("");
  }

  private String timerText() {
    return """
        [Unit]
        Description=When snapshots of %s are taken (Cairn)
        %s
        [Timer]
        OnCalendar=*-*-* *:00/%d:00 UTC
        AccuracySec=1s

        [Install]
        WantedBy=%s
        """
        .formatted(layer.name(), bond(), minutes(), carrier.orElse("timers.target"));
  }

  /** Of the shortest period, where that is shorter. */
  private long minutes() {
    Duration shortest =
        layer.snapshots().stream()
            .map(schedule -> schedule.period().length())
            .min(Duration::compareTo)
            .orElse(LONGEST);
    return (shortest.compareTo(LONGEST) < 0 ? shortest : LONGEST).toMinutes();
  }

  // mixed: the shell alone is told to stop, and waits for the command that it runs; one that was
  // killed could leave what it has suspended or frozen
  private String serviceText() {
    return """
        [Unit]
        Description=Snapshots of %s by schedule (Cairn)
        %s
        [Service]
        Type=oneshot
        ExecStart=/bin/sh %s
        KillMode=mixed
        TimeoutStartSec=15min
        TimeoutStopSec=5min
        """
        .formatted(layer.name(), bond(), Shell.join(command()));
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(script.path());
    command.addAll(arguments);
    for (SnapshotSchedule schedule : layer.snapshots()) {
      command.add(
          schedule.period() + ":" + schedule.period().length().toSeconds() + ":" + schedule.keep());
    }
    return command;
  }

  /** What the layer's schedules are, in words. */
  public static String inWords(Layer layer) {
    return String.join(
        " and ", layer.snapshots().stream().map(SnapshotSchedule::toString).toList());
  }

  /**
   * Writes what is missing, and has the timer run where the layer is in use.
   *
   * @param needs what has to be there first, where the layer is in use on the node
   */
  public Optional<Step> plan(NodeName node, Context context, Collection<Condition> needs) {
    NodeFacts facts = context.facts(node).orElseThrow();
    SnapshotTimers timers = SnapshotTimers.of(facts);
    boolean runs = context.activeOn(layer).contains(node);
    List<Command> commands = new ArrayList<>();
    List<String> why = new ArrayList<>();
    for (ManagedFile file : files()) {
      if (!file.isIn(facts)) {
        commands.add(Command.put(file));
        why.add(file.path() + " is not as declared");
      }
    }
    if (!timers.isEnabled(layer.name())) {
      commands.add(UnitCommands.enable(timer(layer.name())));
      why.add("its timer does not start with it");
    }
    if (commands.isEmpty() && timers.isOutdated(layer.name())) {
      why.add("systemd has not read its units since they were written");
    }
    if (!why.isEmpty()) {
      commands.add(UnitCommands.RELOAD);
    }
    if (runs && (!commands.isEmpty() || !timers.isRunning(layer.name()))) {
      if (commands.isEmpty()) {
        why.add("its timer does not run");
      }
      commands.add(Command.exec("systemctl", "restart", "--", timer(layer.name())));
    }
    if (commands.isEmpty()) {
      return Optional.empty();
    }
    Step.Builder step =
        Step.layer(layer.name(), "schedule", node)
            .says("Have snapshots of it taken " + inWords(layer), String.join("; ", why))
            .mark(timers.isThere(layer.name()) ? Mark.CHANGE : Mark.CREATE)
            .runs(commands)
            .needs(Condition.node("packages", node));
    if (runs) {
      step.needs(needs).check(isRunning());
    }
    return Optional.of(step.build());
  }

  private Guard isRunning() {
    return Guard.that(
        timer(layer.name()) + " runs",
        "systemctl is-active -- " + Shell.quote(timer(layer.name())));
  }

  /** What holds on the node when nothing there takes snapshots of the layer by itself. */
  public static Condition ended(LayerName layer, NodeName node) {
    return new Condition("no snapshots of " + layer + " by schedule on " + node);
  }

  /** Takes the units away where they are; what was taken stays. */
  public static Optional<Step> end(Layer layer, NodeName node, Context context) {
    return remove(
        layer,
        node,
        context,
        "Take no more snapshots of it by schedule; those that are there stay",
        "the file has no schedule for it");
  }

  /** Likewise, before the layer itself is destroyed. */
  public static Optional<Step> destroy(Layer layer, NodeName node, Context context) {
    return remove(
        layer,
        node,
        context,
        "Take no more snapshots of it by schedule",
        "it was named to be destroyed");
  }

  private static Optional<Step> remove(
      Layer layer, NodeName node, Context context, String intent, String why) {
    String timer = timer(layer.name());
    String service = service(layer.name());
    return context
        .facts(node)
        .filter(facts -> SnapshotTimers.of(facts).isThere(layer.name()))
        .map(
            _ ->
                Step.layer(layer.name(), "unschedule", node)
                    .says(intent, why)
                    .mark(Mark.DESTROY)
                    .runs(
                        Command.exec("systemctl", "stop", "--", timer),
                        Command.script(
                            "[ ! -e %s ] || systemctl stop -- %s"
                                .formatted(Shell.quote(Units.path(service)), Shell.quote(service))),
                        Command.exec("systemctl", "disable", "--quiet", "--no-reload", "--", timer),
                        // the timer last: by it the rest is found again
                        Command.exec("rm", "--force", "--", Units.path(service)),
                        Command.exec("rm", "--force", "--", Units.path(timer)),
                        UnitCommands.RELOAD,
                        Command.script(
                            "systemctl reset-failed -- %s 2> /dev/null || true"
                                .formatted(Shell.quote(service))))
                    .check(
                        Guard.that(
                            timer + " is gone", "[ ! -e " + Shell.quote(Units.path(timer)) + " ]"))
                    .provides(ended(layer.name(), node))
                    .build());
  }
}
