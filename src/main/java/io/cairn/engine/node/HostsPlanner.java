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

/** Makes every node's name stand for a real address on every node. */
final class HostsPlanner {
  private HostsPlanner() {}

  static List<Step> plan(Cluster cluster, NodeName node, NodeFacts facts) {
    return switch (facts.file(NodeProbes.HOSTS)) {
      case Seen.Unknown<String> _ -> List.of();
      case Seen.Missing<String> _ -> plan(cluster, node, facts, "");
      case Seen.Present<String>(String text) -> plan(cluster, node, facts, text);
    };
  }

  private static List<Step> plan(Cluster cluster, NodeName node, NodeFacts facts, String text) {
    HostsFile existing = HostsFile.parse(text);
    ManagedFile block = HostsFile.block(cluster, node, existing);
    boolean loopback = existing.hasLoopback(node);
    if (block.isIn(facts) && !loopback) {
      return List.of();
    }
    Step.Builder step =
        Step.node("hosts", "write", node)
            .mark(text.contains("# BEGIN Cairn") ? Mark.CHANGE : Mark.CREATE)
            .says("Let the names of all nodes stand for their addresses", why(node, loopback));
    if (loopback) {
      step.guard(Guard.unchanged(NodeProbes.HOSTS, text))
          .runs(Command.put(whole(existing, node, block)));
    } else {
      step.runs(Command.put(block));
    }
    return List.of(
        step.check(resolves(cluster, node))
            .needs(Condition.node("packages", node))
            .provides(Condition.node("hosts", node))
            .build());
  }

  private static String why(NodeName node, boolean loopback) {
    return loopback
        ? "there, "
            + node
            + " stands for a loopback address: peers would be told to call themselves"
        : "/etc/hosts does not have them as the cluster file says";
  }

  private static ManagedFile whole(HostsFile existing, NodeName node, ManagedFile block) {
    return new ManagedFile(
        NodeProbes.HOSTS,
        "0644",
        new ManagedFile.Content.Whole(existing.withoutLoopback(node, block)),
        List.of());
  }

  private static Guard resolves(Cluster cluster, NodeName self) {
    String wanted =
        HostsFile.address(cluster, cluster.node(self)).map(IpAddress::toString).orElse("");
    // ahostsv4 and not hosts: the latter prefers IPv6 lines, which other files may have
    String family = wanted.contains(":") ? "ahostsv6" : "ahostsv4";
    return wanted.isEmpty()
        ? Guard.that("the node knows its own name", "getent hosts " + self)
        : Guard.that(
            self + " stands for " + wanted,
            "seen=$(getent %s %s | head -n 1 | cut -d ' ' -f 1); [ \"$seen\" = '%s' ] || { echo \"it stands for $seen\"; exit 1; }"
                .formatted(family, self, wanted));
  }
}
