package io.cairn.engine.drbd;

import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.graph.LayerName;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a node last had the peer of a resource. Up to then its copy has all that the peer wrote;
 * what the peer wrote later, alone, is in the peer's copy only, although this one calls itself up
 * to date.
 *
 * @param at by the clock of the node, as its journal writes it
 * @param ago how long before the question
 */
public record LastContact(String at, Duration ago) {
  private static final Pattern ANSWER = Pattern.compile("(\\S+) (\\d+)");

  /**
   * Asks the node's kernel log of this boot; answers nothing where it does not tell. DRBD 8.4 logs
   * each change of a connection as {@code conn( Connected -> NetworkFailure )}. It notices a silent
   * peer only after some seconds: before that the log tells of an earlier loss, or of none.
   */
  public static Probe question(LayerName resource) {
    return new Probe(
        "drbd:contact:" + resource,
        """
        begun=$(date +%%s)
        while [ "$(drbdadm cstate %1$s 2>/dev/null)" = Connected ]; do
          [ $(($(date +%%s) - begun)) -lt 60 ] || exit 0
          sleep 1
        done
        last=$(journalctl --dmesg --no-pager --quiet --output=short-iso --lines=1 \\
          --grep='drbd %1$s: .*conn\\( Connected ->' | cut -d ' ' -f 1)
        [ -z "$last" ] || echo "$last $(($(date +%%s) - $(date -d "$last" +%%s)))\""""
            .formatted(resource));
  }

  /** Reads the answer; empty where the log did not say. */
  public static Optional<LastContact> parse(Reply reply) {
    Matcher answer = ANSWER.matcher(reply.out().strip());
    return answer.matches()
        ? Optional.of(
            new LastContact(answer.group(1), Duration.ofSeconds(Long.parseLong(answer.group(2)))))
        : Optional.empty();
  }
}
