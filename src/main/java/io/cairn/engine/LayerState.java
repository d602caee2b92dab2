package io.cairn.engine;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;

/**
 * How one layer is on one node.
 *
 * @param role one or two words: {@code primary}, {@code mounted}, {@code running}, {@code standby}
 * @param detail what else matters, as in {@code UpToDate/UpToDate, connected}
 * @param fill how full it is, where that means something
 * @param findings what is wrong, in words
 */
public record LayerState(
    LayerName layer,
    NodeName node,
    Health health,
    String role,
    String detail,
    Optional<Fill> fill,
    List<Finding> findings) {
  public LayerState {
    findings = List.copyOf(findings);
  }

  /** How full something is. */
  public record Fill(Size used, Size total) {
    /** 0 to 100, rounded up: a full thing never shows as 99. */
    public int percent() {
      return total.bytes() == 0 ? 0 : (int) Math.ceilDiv(used.bytes() * 100, total.bytes());
    }
  }
}
