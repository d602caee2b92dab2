package io.cairn.provider.lab;

import io.cairn.graph.NodeName;
import java.util.List;

/**
 * What a lab is doing.
 *
 * @param links pairs of nodes whose link is not up, as in {@code node1 node2 cut}
 */
public record LabStatus(List<NodeStatus> nodes, Network network, List<String> links) {
  public LabStatus {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /** Whether the lab's switch works. */
  public enum Network {
    /** It passes frames. */
    UP,
    /** It does not run; {@code lab up} starts it. */
    DOWN
  }

  /**
   * A node.
   *
   * @param sshPort the port of 127.0.0.1 that leads to it
   */
  public record NodeStatus(NodeName node, Power power, int sshPort) {}
}
