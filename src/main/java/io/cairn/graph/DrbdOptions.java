package io.cairn.graph;

import java.util.Optional;

/**
 * What the file may say about how a DRBD resource replicates; what it leaves out follows from the
 * measured link and disk.
 *
 * @param protocol when a write counts as done (drbd.conf-8.4(5), {@code protocol})
 * @param link what lies between the nodes
 * @param resyncRate upper bound of resync traffic, in bytes per second
 * @param resyncSnapshot whether a copy is snapshotted before a resync makes it inconsistent
 */
public record DrbdOptions(
    PerPeer<Protocol> protocol,
    PerPeer<Link> link,
    Optional<Size> resyncRate,
    ResyncSnapshot resyncSnapshot) {

  /** When a write is reported as completed (drbd.conf-8.4(5)). */
  public enum Protocol {
    /** On the local disk and in the local send buffer: a dead primary can cost the last writes. */
    A,
    /** On the local disk and in the peer's memory. */
    B,
    /** On both disks. */
    C
  }

  /** What lies between two nodes. */
  public enum Link {
    /** A line to another site: slow, with delay, and now and then away for seconds. */
    WAN,
    /** A cable or a switch. */
    LAN
  }

  /** Whether a copy is snapshotted before a resync makes it inconsistent. */
  public enum ResyncSnapshot {
    /** Where it lies on a thin volume, for there it takes only the room of what changes. */
    WHERE_THIN,
    /** On any volume; one that is not thin takes as much room again. */
    ALWAYS,
    /** Nowhere. */
    NEVER
  }

  /** Protocol C in a local network, rate derived from measurements. */
  public static final DrbdOptions DEFAULT =
      new DrbdOptions(
          PerPeer.all(Protocol.C),
          PerPeer.all(Link.LAN),
          Optional.empty(),
          ResyncSnapshot.WHERE_THIN);
}
