package io.cairn.graph;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Something about the connections of a resource, weaker values first.
 *
 * @param usual what holds where nothing else is said
 * @param toward another one on every connection of these nodes
 */
public record PerPeer<T extends Comparable<T>>(T usual, Map<NodeName, T> toward) {
  public PerPeer {
    toward = Collections.unmodifiableMap(new TreeMap<>(toward));
  }

  /** The same on every connection. */
  public static <T extends Comparable<T>> PerPeer<T> all(T value) {
    return new PerPeer<>(value, Map.of());
  }

  /** That of the connection between these two; the weaker where the file names both. */
  public T between(NodeName one, NodeName other) {
    return Stream.of(one, other)
        .flatMap(node -> Optional.ofNullable(toward.get(node)).stream())
        .min(Comparator.naturalOrder())
        .orElse(usual);
  }

  /** The weakest of them. */
  public T weakest() {
    return Stream.concat(Stream.of(usual), toward.values().stream())
        .min(Comparator.naturalOrder())
        .orElse(usual);
  }

  /** The same for these nodes alone. */
  public PerPeer<T> among(Iterable<NodeName> nodes) {
    Map<NodeName, T> kept = new TreeMap<>();
    nodes.forEach(
        node -> Optional.ofNullable(toward.get(node)).ifPresent(value -> kept.put(node, value)));
    return new PerPeer<>(usual, kept);
  }

  /** As in {@code C, A with node3}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(usual.toString());
    toward.forEach((node, with) -> text.append(", ").append(with).append(" with ").append(node));
    return text.toString();
  }
}
