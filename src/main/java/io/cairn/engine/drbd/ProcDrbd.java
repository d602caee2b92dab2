package io.cairn.engine.drbd;

import io.cairn.engine.LayerState;
import io.cairn.graph.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /proc/drbd} of the 8.4 module shows.
 *
 * @param version of the module, as in {@code 8.4.11}; empty where the text does not say
 * @param minors the configured devices; one that is {@code Unconfigured} is left out
 */
record ProcDrbd(String version, List<Minor> minors) {
  private static final Pattern VERSION = Pattern.compile("(?m)^version: (\\S+)");
  private static final Pattern DEVICE =
      Pattern.compile(
          "\\s*(\\d+): cs:(\\S+) ro:([^/\\s]+)/(\\S+) ds:([^/\\s]+)/(\\S+) ([ABC]?)\\s+(\\S+)\\s*");
  private static final Pattern OUT_OF_SYNC = Pattern.compile("\\boos:(\\d+)");
  private static final Pattern DONE = Pattern.compile("(?:sync'ed|verified): *(\\d+)(?:\\.\\d+)?%");
  private static final Pattern LEFT = Pattern.compile("finish: (\\d+):(\\d+):(\\d+)");
  private static final Pattern SPEED = Pattern.compile("speed: ([\\d,]+)");

  ProcDrbd {
    minors = List.copyOf(minors);
  }

  /**
   * One device. States are the module's own words (drbdadm-8.4(8), cstate, role, dstate).
   *
   * @param outOfSync how much differs from the peer, as far as known
   * @param progress of a resync or verify under way
   */
  record Minor(
      int number,
      String connection,
      Pair role,
      Pair disk,
      Optional<Size> outOfSync,
      Optional<Progress> progress) {

    /** Whether the peer answers, whatever is being done with it. */
    boolean isConnected() {
      return !List.of(
              "StandAlone",
              "Disconnecting",
              "Unconnected",
              "Timeout",
              "BrokenPipe",
              "NetworkFailure",
              "ProtocolError",
              "TearDown",
              "WFConnection",
              "WFReportParams")
          .contains(connection);
    }

    boolean isPrimary() {
      return role.local().equals("Primary");
    }

    boolean isUpToDate() {
      return disk.local().equals("UpToDate");
    }

    boolean isSyncing() {
      return connection.contains("Sync") || connection.startsWith("WFBitMap");
    }

    boolean isSyncTarget() {
      return connection.endsWith("SyncT")
          || connection.endsWith("SyncTarget")
          || connection.equals("WFBitMapT")
          || connection.equals("WFSyncUUID");
    }

    boolean isVerifying() {
      return connection.startsWith("Verify");
    }
  }

  /** The same aspect of this node and of its peer. */
  record Pair(String local, String peer) {
    @Override
    public String toString() {
      return local + "/" + peer;
    }
  }

  /**
   * How far a resync or verify is.
   *
   * @param percent 0 to 100, rounded down
   * @param rate per second
   */
  record Progress(int percent, Optional<Size> rate, Optional<Duration> left) {
    LayerState.Sync as(String what) {
      return new LayerState.Sync(what, Math.min(percent, 99), rate, left);
    }
  }

  /** The device of that number, where it is configured. */
  Optional<Minor> minor(int number) {
    return minors.stream().filter(minor -> minor.number() == number).findFirst();
  }

  /** Reads the text; a line of unknown form is skipped. */
  static ProcDrbd parse(String text) {
    Matcher version = VERSION.matcher(text);
    List<Minor> minors = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher device = DEVICE.matcher(lines.get(i));
      if (device.matches()) {
        minors.add(minor(device, String.join("\n", details(lines, i + 1))));
      }
    }
    return new ProcDrbd(version.find() ? version.group(1) : "", minors);
  }

  private static List<String> details(List<String> lines, int from) {
    return lines.subList(from, lines.size()).stream()
        .takeWhile(line -> !line.matches("\\s*\\d+: cs:.*"))
        .toList();
  }

  private static Minor minor(Matcher device, String details) {
    Matcher outOfSync = OUT_OF_SYNC.matcher(details);
    return new Minor(
        Integer.parseInt(device.group(1)),
        device.group(2),
        new Pair(device.group(3), device.group(4)),
        new Pair(device.group(5), device.group(6)),
        outOfSync.find()
            ? Optional.of(new Size(Long.parseLong(outOfSync.group(1)) * 1024))
            : Optional.empty(),
        progress(details));
  }

  private static Optional<Progress> progress(String details) {
    Matcher done = DONE.matcher(details);
    if (!done.find()) {
      return Optional.empty();
    }
    Matcher speed = SPEED.matcher(details);
    Matcher left = LEFT.matcher(details);
    return Optional.of(
        new Progress(
            Integer.parseInt(done.group(1)),
            speed.find()
                ? Optional.of(new Size(Long.parseLong(speed.group(1).replace(",", "")) * 1024))
                : Optional.empty(),
            left.find() ? Optional.of(duration(left)) : Optional.empty()));
  }

  private static Duration duration(Matcher left) {
    return Duration.ofHours(Long.parseLong(left.group(1)))
        .plusMinutes(Long.parseLong(left.group(2)))
        .plusSeconds(Long.parseLong(left.group(3)));
  }
}
