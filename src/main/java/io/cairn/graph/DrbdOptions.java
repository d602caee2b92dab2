package io.cairn.graph;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the file may say about how a DRBD resource replicates; what it leaves out follows from the
 * measured link and disk.
 *
 * @param protocol when a write counts as done (drbd.conf-8.4(5), {@code protocol})
 * @param toward another protocol on every connection of these nodes
 * @param resyncRate upper bound of resync traffic, in bytes per second
 */
public record DrbdOptions(
    Protocol protocol, Map<NodeName, Protocol> toward, Optional<Size> resyncRate) {
  public DrbdOptions {
    toward = Collections.unmodifiableMap(new TreeMap<>(toward));
  }

  /** When a write is reported as completed (drbd.conf-8.4(5)). */
  public enum Protocol {
    /** On the local disk and in the local send buffer: a dead primary can cost the last writes. */
    A,
    /** On the local disk and in the peer's memory. */
    B,
    /** On both disks. */
    C
  }

  /** Protocol C, rate derived from measurements. */
  public static final DrbdOptions DEFAULT = new DrbdOptions(Protocol.C, Map.of(), Optional.empty());

  /** The protocol of the connection between these two; the weaker where the file names both. */
  public Protocol between(NodeName one, NodeName other) {
    return Stream.of(one, other)
        .flatMap(node -> Stream.ofNullable(toward.get(node)))
        .min(Comparator.naturalOrder())
        .orElse(protocol);
  }

  /** As in {@code C, A with node3}. */
  public String protocols() {
    StringBuilder text = new StringBuilder(protocol.name());
    toward.forEach((node, with) -> text.append(", ").append(with).append(" with ").append(node));
    return text.toString();
  }
}
