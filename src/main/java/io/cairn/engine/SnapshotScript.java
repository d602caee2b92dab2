package io.cairn.engine;

/**
 * What the scripts have in common that take a layer's snapshots by schedule (POSIX sh with GNU
 * coreutils): when one is due, and which are too many.
 *
 * <p>An engine says how it sees, takes and deletes them, in these functions:
 *
 * <pre>
 * look                 reads what is there, or ends the script
 * of_schedule EVERY    prints the names of the snapshots of one schedule, the oldest first; each ends
 *                      in -TIME as {@code $stamp} has it
 * take EVERY           takes one, of the moment {@code $stamp}; fails where it could not
 * delete NAME          deletes one of them
 * </pre>
 */
public final class SnapshotScript {
  /** Where Cairn's lock on a node is; see {@code io.cairn.host.Claim}. */
  public static final String LOCK = "/run/lock/cairn.lock";

  private SnapshotScript() {}

  /**
   * A script; its arguments from the shift on are schedules, as in {@code 1h:3600:24}.
   *
   * @param begin comments, and what it does with its first arguments
   * @param functions those of the engine
   */
  public static ManagedFile of(String path, String begin, String functions) {
    return ManagedFile.whole(path, begin + COMMON + functions + MAIN)
        .checkedBy("sh", "-n", ManagedFile.CANDIDATE);
  }

  private static final String COMMON =
      """
      set -eu
      export LC_ALL=C
      # what is begun is ended: systemd tells only this shell to stop
      trap 'exit 1' HUP INT TERM
      status=0

      fail() { echo "$*" >&2; status=1; }
      die() { fail "$@"; exit 1; }

      # Nothing changes in the midst of what Cairn does; Cairn waits as long as one command takes.
      change() {
        code=0
        flock --shared --nonblock --close --conflict-exit-code 75 @LOCK@ "$@" || code=$?
        [ "$code" != 75 ] || { echo 'Cairn is at work on this node: left for the next time'; exit "$status"; }
        return "$code"
      }

      stamp() { date --utc --date="@$1" +%Y%m%dT%H%M%SZ; }

      earlier() { expr "$1" '<' "$2" > /dev/null; }

      # Whether this period of $2 seconds has no snapshot, the last one being $1: that came along when the
      # layer moved. Periods begin at the same times everywhere, a week on Monday; 345600 is the first
      # one of 1970.
      is_due() {
        [ -n "$1" ] || return 0
        begun=$(stamp $((now - (now - 345600) % $2))) || exit 1
        ends=$(stamp $((now + $2))) || exit 1
        if earlier "$ends" "${1##*-}"; then
          fail "no snapshot: $1 is of the future. Is the clock right? If it is, delete that one with 'cairn snapshot delete'."
          return 1
        fi
        earlier "${1##*-}" "$begun"
      }

      """
          .replace("@LOCK@", LOCK);

  private static final String MAIN =
      """

      mkdir -p /run/lock
      now=$(date +%s)
      stamp=$(stamp "$now")
      look
      for schedule in "$@"; do
        every=${schedule%%:*} keep=${schedule##*:} seconds=${schedule#*:}
        if is_due "$(of_schedule "$every" | tail -n 1)" "${seconds%:*}"; then
          take "$every" || fail "no snapshot every $every"
          look
        fi
        for old in $(of_schedule "$every" | head -n "-$keep"); do delete "$old"; done
      done
      exit "$status"
      """;
}
