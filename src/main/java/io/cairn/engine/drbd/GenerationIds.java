package io.cairn.engine.drbd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data generation identifiers of one node's copy, as {@code drbdadm get-gi} prints them: which
 * history of writes it holds (DRBD User's Guide 8.4, "Generation Identifiers").
 *
 * <p>The lowest bit of an identifier only says whether the node was primary, so it is left out of
 * every comparison.
 *
 * @param current the generation that it holds
 * @param bitmap the generation since which it tracks what the peer lacks; 0 when in sync
 * @param flags {@code consistent:was up to date:primary:connected:full sync:peer outdated:crashed}
 */
record GenerationIds(
    long current, long bitmap, long youngerHistory, long olderHistory, String flags) {
  /** What a copy has that was never in sync with anything: {@code UUID_JUST_CREATED} of drbd.h. */
  private static final long JUST_CREATED = 4;

  /** By so much a resync marks the generation that it began from: {@code UUID_NEW_BM_OFFSET}. */
  private static final long RESYNC = 1L << 48;

  private static final Pattern TEXT =
      Pattern.compile(
          "(?m)^([0-9A-Fa-f]{16}):([0-9A-Fa-f]{16}):([0-9A-Fa-f]{16}):([0-9A-Fa-f]{16}):([01](?::[01])*)\\s*$");

  /** Reads the first line that has the form; empty where there is none. */
  static Optional<GenerationIds> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.find()
        ? Optional.of(
            new GenerationIds(
                id(matcher, 1), id(matcher, 2), id(matcher, 3), id(matcher, 4), matcher.group(5)))
        : Optional.empty();
  }

  private static long id(Matcher matcher, int group) {
    return Long.parseUnsignedLong(matcher.group(group), 16);
  }

  /** Whether the metadata was made and nothing has been written or synchronised since. */
  boolean isJustCreated() {
    return current == JUST_CREATED && bitmap == 0 && youngerHistory == 0 && olderHistory == 0;
  }

  /** Whether it lacked nothing that it knew of when the metadata were last written. */
  boolean isUpToDate() {
    return flags.startsWith("1:1");
  }

  /** Whether both copies hold the same generation. */
  boolean isSameAs(GenerationIds other) {
    return same(current, other.current);
  }

  /** Whether this copy went on from what the other holds, so that the other can follow. */
  boolean isAheadOf(GenerationIds other) {
    return (bitmap != 0 && led(bitmap, other.current))
        || led(youngerHistory, other.current)
        || led(olderHistory, other.current);
  }

  /** Whether both were written to, each without the other: neither can follow the other. */
  boolean hasDivergedFrom(GenerationIds other) {
    return !isJustCreated()
        && !other.isJustCreated()
        && !isSameAs(other)
        && !isAheadOf(other)
        && !other.isAheadOf(this);
  }

  // while a copy is resynced it holds what the other one tracked, with this added; the nodes are
  // not
  // asked at one moment
  private static boolean led(long tracked, long current) {
    return same(tracked, current)
        || same(tracked + RESYNC, current)
        || same(tracked - RESYNC, current);
  }

  private static boolean same(long one, long other) {
    return (one & ~1L) == (other & ~1L);
  }

  /** The generation as DRBD writes it. */
  String currentText() {
    return String.format("%016X", current & ~1L);
  }
}
