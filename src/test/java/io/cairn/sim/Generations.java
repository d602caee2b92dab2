package io.cairn.sim;

import java.util.Locale;

/**
 * DRBD's metadata on a backing disk: generation identifiers and flags (drbd_int.h and drbd_meta.c
 * of the 8.4 module).
 *
 * @param connected whether it was connected when last written
 * @param crashed whether the node was primary when it lost power
 */
record Generations(
    long current,
    long bitmap,
    long younger,
    long older,
    boolean consistent,
    boolean upToDate,
    boolean primary,
    boolean connected,
    boolean crashed) {
  static final long JUST_CREATED = 4;
  static final Generations NEW =
      new Generations(JUST_CREATED, 0, 0, 0, false, false, false, false, false);

  boolean isNew() {
    return current == JUST_CREATED;
  }

  /**
   * A new generation begins: what the peer lacks from now on is tracked against the old one. Where
   * that is tracked already, nothing changes (drbd_uuid_new_current and its callers).
   */
  Generations fork(long fresh) {
    return bitmap != 0
        ? this
        : new Generations(
            fresh, current, younger, older, consistent, upToDate, primary, connected, crashed);
  }

  /** In sync with the peer: the tracked generation becomes history. */
  Generations synced() {
    return bitmap == 0
        ? this
        : new Generations(
            current, 0, bitmap, younger, consistent, upToDate, primary, connected, crashed);
  }

  /** What the peer lacks is tracked against this generation from now on. */
  // what was current becomes the bitmap generation, and so on down: the shift is meant
  @SuppressWarnings("ArgumentSelectionDefectChecker")
  Generations tracking(long generation) {
    return new Generations(
        current, generation, bitmap, younger, consistent, upToDate, primary, connected, crashed);
  }

  /** A copy of that generation is being made here. */
  Generations at(long generation) {
    return new Generations(generation, 0, 0, 0, false, false, primary, connected, crashed);
  }

  /** The same data as the peer. */
  Generations as(Generations peer) {
    return new Generations(
        peer.current, 0, peer.younger, peer.older, true, true, primary, connected, false);
  }

  Generations is(boolean nowConsistent, boolean nowUpToDate) {
    return new Generations(
        current, bitmap, younger, older, nowConsistent, nowUpToDate, primary, connected, crashed);
  }

  Generations role(boolean nowPrimary) {
    return new Generations(
        current, bitmap, younger, older, consistent, upToDate, nowPrimary, connected, crashed);
  }

  Generations crash(boolean nowCrashed) {
    return new Generations(
        current, bitmap, younger, older, consistent, upToDate, primary, connected, nowCrashed);
  }

  Generations link(boolean nowConnected) {
    return new Generations(
        current, bitmap, younger, older, consistent, upToDate, primary, nowConnected, crashed);
  }

  /**
   * Who has the newer data when both meet: 0 the same, 1 this one, 2 this one and all of it, the
   * negative for the peer, 100 both went on alone, 1000 not related (drbd_uuid_compare).
   */
  int compare(Generations peer) {
    if (isNew() && peer.isNew()) {
      return 0;
    }
    if (isNew()) {
      return -2;
    }
    if (peer.isNew()) {
      return 2;
    }
    if (same(current, peer.current)) {
      return crashed == peer.crashed ? 0 : crashed ? 1 : -1;
    }
    if (same(current, peer.bitmap)) {
      return -1;
    }
    if (same(current, peer.younger) || same(current, peer.older)) {
      return -2;
    }
    if (same(bitmap, peer.current)) {
      return 1;
    }
    if (same(younger, peer.current) || same(older, peer.current)) {
      return 2;
    }
    boolean common =
        same(bitmap, peer.bitmap)
            || same(younger, peer.younger)
            || same(younger, peer.bitmap)
            || same(bitmap, peer.younger);
    return common ? 100 : 1000;
  }

  private static boolean same(long one, long other) {
    return one != 0 && (one & ~1L) == (other & ~1L);
  }

  /** As {@code drbdadm get-gi} prints it. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%016X:%016X:%016X:%016X:%d:%d:%d:%d:0:0:%d",
        current,
        bitmap,
        younger,
        older,
        bit(consistent),
        bit(upToDate),
        bit(primary),
        bit(connected),
        bit(crashed));
  }

  private static int bit(boolean flag) {
    return flag ? 1 : 0;
  }
}
