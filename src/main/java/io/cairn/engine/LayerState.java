package io.cairn.engine;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one layer is on one node.
 *
 * @param role one or two words: {@code primary}, {@code mounted}, {@code running}, {@code standby}
 * @param detail what else matters, as in {@code UpToDate/UpToDate, connected}
 * @param fill how full it is, where that means something
 * @param findings what is wrong, in words
 * @param sync what is being copied or compared between nodes just now
 */
public record LayerState(
    LayerName layer,
    NodeName node,
    Health health,
    String role,
    String detail,
    Optional<Fill> fill,
    List<Finding> findings,
    Optional<Sync> sync) {
  public LayerState {
    findings = List.copyOf(findings);
  }

  /** A state in which nothing is being copied. */
  public LayerState(
      LayerName layer,
      NodeName node,
      Health health,
      String role,
      String detail,
      Optional<Fill> fill,
      List<Finding> findings) {
    this(layer, node, health, role, detail, fill, findings, Optional.empty());
  }

  /** The same state with blocks on their way. */
  public LayerState with(Sync sync) {
    return new LayerState(layer, node, health, role, detail, fill, findings, Optional.of(sync));
  }

  /**
   * Blocks on their way between nodes, or being compared.
   *
   * @param what completes the sentence "r0 is ...", as in {@code resyncing to node2}
   * @param percent how much is done, 0 to 100, rounded down: an unfinished one never shows as 100
   * @param rate bytes per second, where it is known
   * @param left how long it will take at that rate, where it is known
   */
  public record Sync(String what, int percent, Optional<Size> rate, Optional<Duration> left) {}

  /**
   * How full something is.
   *
   * @param pace when it will be full, where it fills and that is known
   */
  public record Fill(Size used, Size total, Optional<Pace> pace) {
    /** How full it is; how fast it fills, nobody knows. */
    public Fill(Size used, Size total) {
      this(used, total, Optional.empty());
    }

    /** 0 to 100, rounded up: a full thing never shows as 99. */
    public int percent() {
      return total.bytes() == 0 ? 0 : (int) Math.ceilDiv(used.bytes() * 100, total.bytes());
    }
  }

  /**
   * How fast something fills.
   *
   * @param what fills first, as in {@code metadata}
   * @param left until it is full at the present rate
   * @param measured over which time the rate was measured: an hour, or a day
   */
  public record Pace(String what, Duration left, Duration measured) {
    /** As in {@code data full in 9 days}; no finer than anybody can know. */
    public String words() {
      return what + " full in " + about();
    }

    /** As in {@code data full in 9 days at the rate of the last day}. */
    public String sentence() {
      return words() + " at the rate of the last " + (measured.toHours() > 1 ? "day" : "hour");
    }

    private String about() {
      if (left.toHours() < 2) {
        return count(left.toMinutes(), "minute");
      }
      return left.toDays() < 2 ? count(left.toHours(), "hour") : count(left.toDays(), "day");
    }

    private static String count(long number, String unit) {
      return number + " " + unit + (number == 1 ? "" : "s");
    }
  }
}
