package io.cairn.engine.node;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What keeps a node's time.
 *
 * @param active whether each time service runs, by its name without {@code .service}
 * @param timesyncd whether systemd-timesyncd has set the clock since boot
 * @param tracking what chronyd says of its clock, where it answered
 * @param sources the addresses or names of chronyd's sources
 */
record TimeFacts(
    Map<String, Boolean> active,
    boolean timesyncd,
    Optional<Tracking> tracking,
    List<String> sources) {
  TimeFacts {
    active = Map.copyOf(active);
    sources = List.copyOf(sources);
  }

  /** The time services that are known, by their units' names without {@code .service}. */
  static final List<String> SERVICES =
      List.of("chrony", "systemd-timesyncd", "ntpsec", "ntp", "openntpd");

  // of "chronyc -c tracking" and "chronyc -c sources" (chronyc(1))
  private static final int TRACKING_FIELDS = 14;
  private static final int SOURCE_FIELDS = 10;

  /**
   * chronyc(1), tracking.
   *
   * @param source what it follows; its own address 127.127.1.1 or nothing where it follows nobody
   * @param stratum 0 while not synchronised
   * @param offset how far the system clock is from what chronyd takes for the true time
   */
  record Tracking(String source, int stratum, Duration offset, boolean synchronised) {}

  /** Who shall keep the time there. */
  sealed interface Keeper {
    /** chrony, configured by Cairn. */
    record Chrony() implements Keeper {}

    /** Another service that runs there already; it is left alone. */
    record Other(String service) implements Keeper {}
  }

  /** Another service stays where it runs, systemd-timesyncd only as long as it has the time. */
  Keeper keeper() {
    for (String other : List.of("ntpsec", "ntp", "openntpd")) {
      if (isActive(other)) {
        return new Keeper.Other(other);
      }
    }
    return isActive("systemd-timesyncd") && timesyncd
        ? new Keeper.Other("systemd-timesyncd")
        : new Keeper.Chrony();
  }

  boolean isActive(String service) {
    return active.getOrDefault(service, false);
  }

  static TimeFacts read(NodeFacts facts) {
    return facts
        .reply(NodeProbes.TIME)
        .map(Reply::out)
        .map(TimeFacts::parse)
        .orElse(new TimeFacts(Map.of(), false, Optional.empty(), List.of()));
  }

  static TimeFacts parse(String text) {
    Map<String, Boolean> active = new HashMap<>();
    Optional<Tracking> tracking = Optional.empty();
    List<String> sources = new ArrayList<>();
    String service = "";
    for (String line : text.lines().toList()) {
      String[] fields = line.split(",");
      if (line.startsWith("Id=")) {
        service = line.substring("Id=".length()).replace(".service", "");
      } else if (line.startsWith("ActiveState=")) {
        active.put(service, line.equals("ActiveState=active"));
      } else if (fields.length == TRACKING_FIELDS) {
        tracking = tracking(fields);
      } else if (fields.length == SOURCE_FIELDS) {
        sources.add(fields[2]);
      }
    }
    return new TimeFacts(active, text.contains("timesyncd synchronised\n"), tracking, sources);
  }

  // reference id, its name or address, stratum, reference time, system time (seconds that the clock
  // is fast), ..., leap status last
  private static Optional<Tracking> tracking(String[] fields) {
    try {
      Duration offset = Duration.ofNanos(Math.round(Double.parseDouble(fields[4]) * 1e9));
      boolean synchronised = !fields[13].equals("Not synchronised");
      return Optional.of(
          new Tracking(fields[1], Integer.parseInt(fields[2]), offset, synchronised));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
