package io.cairn.engine;

import io.cairn.graph.DevicePath;
import java.util.List;

/**
 * Says on a node that something is being made on devices that were proved blank. Written before the
 * first byte, taken away at the end: what lies on them in between is left of a making that was
 * interrupted, and is nobody's data.
 *
 * @param path of the file that says so: it holds the devices, one to a line
 */
public record Begun(String path) {
  /** The probe that reads it. */
  public Probe probe() {
    return Probe.file(path);
  }

  /** Says so, and comes back when a loss of power cannot take it back any more. */
  public Command begin(List<DevicePath> devices) {
    return Command.script(
        """
        mkdir -p %1$s
        printf '%%s\\n' %2$s > %3$s.new
        sync %3$s.new
        mv -f %3$s.new %3$s
        sync %1$s"""
            .formatted(
                directory(),
                Shell.join(devices.stream().map(DevicePath::text).toList()),
                Shell.quote(path)));
  }

  /**
   * Takes it away: it is made. Synced, or a loss of power could bring back what calls later data
   * remains.
   */
  public Command end() {
    return Command.script(
        "rm --force -- %s\nsync %s".formatted(Shell.quote(path), Shell.quote(directory())));
  }

  private String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** Whether it is there, for whatever devices. */
  public boolean isThere(NodeFacts facts) {
    return facts.file(path).found().isPresent();
  }

  /** Whether it names that device. */
  public boolean isOn(DevicePath device, NodeFacts facts) {
    return facts
        .file(path)
        .found()
        .filter(t -> t.lines().anyMatch(device.text()::equals))
        .isPresent();
  }

  /** A shell condition: it names that device. */
  public String names(DevicePath device) {
    return "grep --quiet --no-messages --line-regexp --fixed-strings -e %s -- %s"
        .formatted(Shell.quote(device.text()), Shell.quote(path));
  }
}
