package io.cairn.engine;

import io.cairn.graph.NodeName;
import java.util.List;

/**
 * How one aspect of a node itself is, beside its layers.
 *
 * @param aspect one or two words, as in {@code time}, {@code network lan}
 * @param detail what was seen, as in {@code br0 up with 10.1.0.5/24 over eth0}
 * @param findings what is wrong, in words
 */
public record NodeState(
    NodeName node, String aspect, Health health, String detail, List<Finding> findings) {
  public NodeState {
    findings = List.copyOf(findings);
  }
}
