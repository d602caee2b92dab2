package io.cairn.engine.node;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Whether the nodes' clocks are together. */
final class ClockRules {
  // chrony sets a clock in one jump when it starts if it is off by more (Debian's makestep 1 3)
  private static final Duration NOTICEABLE = Duration.ofSeconds(1);
  // After a move, time jumps by as much for what runs in a container: beyond some seconds
  // databases,
  // file times and leases go backwards visibly. To mend it a clock has to be set in one jump, and
  // when that may happen is a person's decision.
  private static final Duration TOO_MUCH = Duration.ofSeconds(10);

  private ClockRules() {}

  static List<Finding> check(Context context) {
    Map<Duration, NodeName> clocks = new TreeMap<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context.facts(node).ifPresent(facts -> clocks.putIfAbsent(facts.system().ahead(), node));
    }
    List<Finding> findings = new ArrayList<>(unsynchronised(context));
    if (clocks.size() < 2) {
      return findings;
    }
    List<Duration> order = List.copyOf(clocks.keySet());
    Duration apart = order.getLast().minus(order.getFirst());
    if (apart.compareTo(NOTICEABLE) > 0) {
      NodeName behind = node(clocks, order.getFirst());
      NodeName ahead = node(clocks, order.getLast());
      // which of them is wrong is told by the only other clock that is at hand
      String here =
          "by the clock here, %s is %s and %s is %s"
              .formatted(behind, off(order.getFirst()), ahead, off(order.getLast()));
      findings.add(apart(behind, ahead, apart, here));
    }
    return findings;
  }

  private static NodeName node(Map<Duration, NodeName> clocks, Duration clock) {
    NodeName node = clocks.get(clock);
    if (node == null) {
      throw new IllegalStateException("This is a bug in Cairn: no clock " + clock);
    }
    return node;
  }

  private static Finding apart(NodeName behind, NodeName ahead, Duration apart, String here) {
    Finding finding =
        apart.compareTo(TOO_MUCH) > 0
            ? Finding.error("NODE-05", "Clocks apart")
            : Finding.warning("NODE-05", "Clocks apart");
    return finding
        .at(behind + ", " + ahead)
        .saw(
            "%s is %s s behind %s; %s".formatted(behind, seconds(apart), ahead, here),
            "at most " + NOTICEABLE.toSeconds() + " s")
        .because(
            "After a move, time would jump by as much for what runs there.",
            "Set the one that is wrong, and apply again: the plan keeps them together from then on."
                + " On the node, with the right time for NOW:\n  date --set='NOW'");
  }

  private static String off(Duration ahead) {
    return seconds(ahead.abs()) + (ahead.isNegative() ? " s behind" : " s ahead");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }

  private static List<Finding> unsynchronised(Context context) {
    List<Finding> findings = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .map(TimeFacts::read)
          .filter(time -> time.isActive("chrony"))
          .flatMap(TimeFacts::tracking)
          .filter(tracking -> tracking.offset().abs().compareTo(Duration.ofSeconds(1)) > 0)
          .ifPresent(tracking -> findings.add(drifting(node, tracking)));
    }
    return findings;
  }

  private static Finding drifting(NodeName node, TimeFacts.Tracking tracking) {
    return Finding.warning("NODE-13", "Clock not yet set")
        .at(node.text())
        .saw("chrony sees it off by " + seconds(tracking.offset()) + " s", "within 1 s")
        .because(
            "chrony sets a clock in one jump only right after it starts, and later turns it slowly.",
            "Let it jump now, while nothing minds:\n  chronyc makestep");
  }
}
