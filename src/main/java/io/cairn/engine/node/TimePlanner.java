package io.cairn.engine.node;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Seen;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.IpAddress;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps the nodes' clocks together with chrony, unless another service does. */
final class TimePlanner {
  private TimePlanner() {}

  static List<Step> plan(Cluster cluster, NodeName node, NodeFacts facts) {
    TimeFacts time = TimeFacts.read(facts);
    ManagedFile file = ChronyConfig.file(cluster, node);
    return switch (time.keeper()) {
      case TimeFacts.Keeper.Other _ -> List.of();
      case TimeFacts.Keeper.Chrony _ when !file.isIn(facts) ->
          List.of(configure(cluster, node, facts, file));
      case TimeFacts.Keeper.Chrony _ when !time.isActive("chrony") -> List.of(start(node));
      case TimeFacts.Keeper.Chrony _ -> List.of();
    };
  }

  private static Step configure(Cluster cluster, NodeName node, NodeFacts facts, ManagedFile file) {
    boolean isNew = facts.file(file.path()) instanceof Seen.Missing<String>;
    return Step.node("time", "configure", node)
        .mark(isNew ? Mark.CREATE : Mark.CHANGE)
        .says(
            "Let chrony keep the time, together with the other nodes",
            isNew
                ? "nothing keeps the clocks of the nodes together"
                : "its configuration differs from the cluster file")
        .runs(
            Command.put(file),
            // its package enables it, and enabling it again would read all unit files again
            Command.script(
                "systemctl --quiet is-enabled chrony.service || systemctl enable --quiet -- chrony.service"),
            // chronyd reads conf.d only when it starts (chrony.conf(5), confdir)
            Command.exec("systemctl", "restart", "--", "chrony.service"))
        .check(hasSources(ChronyConfig.peers(cluster, node)))
        .needs(Condition.node("packages", node), Condition.node("network", node))
        .provides(Condition.node("time", node))
        .build();
  }

  private static Step start(NodeName node) {
    return Step.node("time", "start", node)
        .mark(Mark.CHANGE)
        .says("Start chrony", "it is configured, but does not run")
        .runs(Command.exec("systemctl", "enable", "--quiet", "--now", "--", "chrony.service"))
        .check(Guard.that("chronyd runs", "systemctl --quiet is-active chrony.service"))
        .needs(Condition.node("packages", node))
        .provides(Condition.node("time", node))
        .build();
  }

  private static Guard hasSources(List<IpAddress> peers) {
    // its control socket answers a moment after the service counts as started
    return Guard.that(
        "chronyd answers, and knows the other nodes",
        """
        tries=0
        until chronyc -n -c sources > /dev/null 2>&1; do
          tries=$((tries + 1)); [ "$tries" -lt 20 ] || { chronyc -n -c sources; exit 1; }; sleep 0.5
        done
        for peer in %s; do
          chronyc -n -c sources | cut -d, -f3 | grep -q -x -F -- "$peer" || { echo "$peer is no source"; exit 1; }
        done"""
            .formatted(peers.stream().map(IpAddress::toString).collect(Collectors.joining(" "))));
  }
}
