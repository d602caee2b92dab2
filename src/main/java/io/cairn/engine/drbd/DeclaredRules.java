package io.cairn.engine.drbd;

import io.cairn.engine.Finding;
import io.cairn.graph.Cluster;
import io.cairn.graph.DrbdOptions.Protocol;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with the resources of a cluster file, before any node is asked. */
final class DeclaredRules {
  private DeclaredRules() {}

  static List<Finding> of(Cluster cluster) {
    List<Finding> findings = new ArrayList<>();
    for (Layer.Drbd resource : DrbdProbes.all(cluster)) {
      nodes(resource, cluster).ifPresent(findings::add);
      findings.addAll(placement(resource, cluster));
      findings.addAll(addresses(resource, cluster));
      protocol(resource).ifPresent(findings::add);
      name(resource).ifPresent(findings::add);
    }
    return List.copyOf(findings);
  }

  private static Optional<Finding> nodes(Layer.Drbd resource, Cluster cluster) {
    List<NodeName> nodes = cluster.nodesOf(resource);
    return nodes.size() == 2 || resource.pair().isPresent()
        ? Optional.empty()
        : Optional.of(
            Finding.error("DRBD-01", "Third node cannot reach the first two")
                .at(resource.name().text())
                .saw(
                    nodes.size() + " nodes: " + nodes,
                    "an address that moves between the first two")
                .because(
                    "The 8.4 module replicates between two ends. With a third node one end is the pair of"
                        + " the first two: the third reaches, at one address, whichever of them is primary.",
                    "Give it a free address of the network that carries the replication, as in\n"
                        + "  address: 10.0.254.9"));
  }

  private static List<Finding> placement(Layer.Drbd resource, Cluster cluster) {
    List<NodeName> nodes = cluster.nodesOf(resource);
    return Stream.concat(resource.prefer().stream(), resource.source().stream())
        .filter(node -> !nodes.contains(node))
        .map(
            node ->
                Finding.error("DRBD-02", "Preferred or source node has no copy")
                    .at(resource.name().text())
                    .saw(node + " is not one of " + nodes, "one of its nodes")
                    .because(
                        "It can only be primary, or be copied from, where a copy is.",
                        "Name one of " + nodes))
        .toList();
  }

  private static List<Finding> addresses(Layer.Drbd resource, Cluster cluster) {
    ReplicationLink link = new ReplicationLink(cluster, resource);
    List<Finding> findings = new ArrayList<>();
    List<IpAddress> seen = new ArrayList<>();
    for (NodeName node : cluster.nodesOf(resource)) {
      Optional<IpAddress> address = link.address(node);
      if (address.isEmpty()) {
        findings.add(address(resource, node + " has no address for it", "an address of each node"));
      } else if (address.get().value().isLoopbackAddress() || seen.contains(address.get())) {
        findings.add(
            address(
                resource,
                node + " has " + address.get(),
                "an address of its own that the other node can reach"));
      }
      address.ifPresent(seen::add);
    }
    return findings;
  }

  private static Finding address(Layer.Drbd resource, String seen, String wanted) {
    return Finding.error("DRBD-03", "Peers cannot reach each other")
        .at(resource.name().text())
        .saw(seen, wanted)
        .because(
            "The nodes replicate over these addresses (rule R09).",
            "Give each node its own, as in node1: { ssh: ..., address: 10.0.254.1 }");
  }

  private static Optional<Finding> protocol(Layer.Drbd resource) {
    Protocol protocol = resource.options().protocol().weakest();
    return protocol == Protocol.C
        ? Optional.empty()
        : Optional.of(
            Finding.warning("DRBD-04", "Last writes can be lost")
                .at(resource.name().text())
                .saw("protocol " + resource.options().protocol(), "protocol C")
                .because(
                    protocol == Protocol.A
                        ? "A write counts as done before it has left the node: what was on its way is"
                            + " lost when the node dies."
                        : "A write counts as done when it is in the other node's memory: it is lost"
                            + " when both lose power.",
                    "Leave the protocol out where the link is fast, to have C."));
  }

  private static Optional<Finding> name(Layer.Drbd resource) {
    return resource.name().text().equals("all")
        ? Optional.of(
            Finding.error("DRBD-05", "Name means every resource")
                .at("all")
                .saw("a resource named all", "another name")
                .because(
                    "drbdadm takes the word all for every resource of the node.",
                    "Give it a name of its own, as in r0"))
        : Optional.empty();
  }
}
