package io.cairn.engine.filesystem;

import io.cairn.engine.Command;
import io.cairn.engine.Context;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * File systems on one node that are held still together (fsfreeze(8)) while snapshots of what lies
 * below them are taken, on that node and on others.
 *
 * <p>Whoever holds them may die meanwhile: a timer of the node lets go after {@link #MOST_SECONDS}
 * seconds, and the step that lets go fails if that came first, for then the snapshots may be of
 * different moments.
 *
 * @param of the layer for whose snapshots it is done
 */
public record Stillness(
    LayerName of, List<Layer.FileSystem> fileSystems, NodeName node, Context context) {
  private static final int MOST_SECONDS = 60;

  public Stillness {
    fileSystems = List.copyOf(fileSystems);
  }

  private String unit() {
    return "cairn-still-" + of;
  }

  private String flag() {
    return "/run/cairn/still/" + of;
  }

  private String mounts() {
    return fileSystems.stream()
        .map(each -> Shell.quote(each.mount()))
        .collect(Collectors.joining(" "));
  }

  private String names() {
    return fileSystems.stream().map(each -> each.name().text()).collect(Collectors.joining(", "));
  }

  // whatever is frozen goes on, also where one of them cannot be thawed
  private String letGo() {
    return "for mount in %s; do fsfreeze --unfreeze \"$mount\" || true; done".formatted(mounts());
  }

  /** Holds them still; what was written before is on disk then. */
  public Step hold() {
    Step.Builder step =
        Step.layer(of, "hold", node)
            .says("Hold " + names() + " still", "all is to be of one moment")
            .mark(Mark.CHANGE)
            .runs(Command.script(holdScript()));
    for (Layer.FileSystem each : fileSystems) {
      DevicePath device = context.deviceBelow(each, node);
      step.guard(new FileSystemGuards(each, node, device, context).isMounted());
    }
    return step.build();
  }

  // what is dirty is written before, while all may still go on
  private String holdScript() {
    String later = "rm --force %s; %s".formatted(flag(), letGo());
    return """
        for mount in %1$s; do sync --file-system "$mount"; done
        mkdir -p /run/cairn/still
        systemctl stop %2$s.timer 2> /dev/null || true
        systemd-run --quiet --collect --unit=%2$s --on-active=%3$d --timer-property=AccuracySec=1s /bin/sh -c %4$s
        : > %5$s
        for mount in %1$s; do
          fsfreeze --freeze "$mount" || { rm --force %5$s; %6$s; systemctl stop %2$s.timer; exit 1; }
        done"""
        .formatted(mounts(), unit(), MOST_SECONDS, Shell.quote(later), flag(), letGo());
  }

  /** Lets go; fails where they were let go before, after the time was up. */
  public Step letThemGo() {
    return Step.layer(of, "let-go", node)
        .says("Let " + names() + " go on", "the snapshots are taken")
        .mark(Mark.CHANGE)
        .runs(
            Command.script(
                """
                %1$s
                systemctl stop %2$s.timer
                [ -e %3$s ] || {
                  echo 'they went on by themselves after %4$d s, before this step: the snapshots may be of different moments; delete them' >&2
                  exit 1
                }
                rm --force %3$s"""
                    .formatted(letGo(), unit(), flag(), MOST_SECONDS)))
        .build();
  }
}
