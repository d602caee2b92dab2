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

  /** How full something is. */
  public record Fill(Size used, Size total) {
    /** 0 to 100, rounded up: a full thing never shows as 99. */
    public int percent() {
      return total.bytes() == 0 ? 0 : (int) Math.ceilDiv(used.bytes() * 100, total.bytes());
    }
  }
}
