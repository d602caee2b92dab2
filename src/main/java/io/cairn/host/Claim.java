package io.cairn.host;

import io.cairn.engine.Observed;
import io.cairn.engine.Shell;

/** What a connection claims on its node. */
public sealed interface Claim {
  /**
   * The lock file on a node; held with flock(2) as long as the connection, or a script left behind
   * by it, lives.
   */
  String LOCK = "/run/lock/cairn.lock";

  /** What the shell prints when all that it still waits for is the claim. */
  String CLAIMING = "waiting for the claim";

  /** Only reads; others may work there at the same time. */
  record Reading() implements Claim {}

  /**
   * Changes things: one at a time on each node.
   *
   * @param holder who it is, shown to the next one who is refused
   */
  record Changing(String holder) implements Claim {}

  /**
   * A script that prints who holds the claim on its node and since when; nothing where nobody does,
   * or where the connection that runs it does.
   */
  static String question() {
    // a lock of readers, held for a moment: it waits for nobody, and who claims waits longer for it
    return """
        if [ -z "${CAIRN_CLAIMED:-}" ] && [ -r %1$s ] && ! flock --shared --nonblock %1$s true; then
          cat %1$s.holder
        fi"""
        .formatted(LOCK);
  }

  /** What the shell at the other end does before its first script. */
  default String script() {
    return switch (this) {
      case Reading _ -> ":";
      case Changing(String holder) ->
          """
          if [ "$(id -u)" != 0 ]; then echo "%3$s, and logged in as $(id -un)" >&2; exit 1; fi
          mkdir -p /run/lock; exec 8>>%1$s.next 9>>%1$s
          busy() { echo "%4$s: $(cat %1$s.holder 2>/dev/null)" >&2; exit 1; }
          # one waits at a time: who logs in anew lets go of it only when nobody else can take it then
          flock --timeout 10 8 || busy
          echo '%5$s'
          # a connection that was closed a moment ago lets go of it as soon as its shell sees the end
          flock --timeout 3 9 || busy
          exec 8>&-
          export CAIRN_CLAIMED=yes
          printf '%%s, since %%s\\n' %2$s "$(date -u '+%%Y-%%m-%%d %%H:%%M:%%S UTC')" > %1$s.holder"""
              .formatted(LOCK, Shell.quote(holder), Observed.NO_ROOT, Observed.BUSY, CLAIMING);
    };
  }
}
