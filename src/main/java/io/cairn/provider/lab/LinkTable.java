package io.cairn.provider.lab;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What is wrong with the links between nodes; a pair that is not here has a perfect one. */
final class LinkTable {
  /** Two nodes, in no order. */
  private record Pair(Set<String> nodes) {
    static Pair of(String one, String other) {
      return new Pair(Set.copyOf(new TreeSet<>(Set.of(one, other))));
    }

    @Override
    public String toString() {
      return String.join(" ", new TreeSet<>(nodes));
    }
  }

  private final Map<Pair, LinkState> states = new ConcurrentHashMap<>();
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  /** How frames between the two fare, in both directions. */
  LinkState between(String one, String other) {
    return states.getOrDefault(Pair.of(one, other), new LinkState.Up());
  }

  /** Sets it. */
  void set(String one, String other, LinkState state) {
    if (state instanceof LinkState.Up) {
      states.remove(Pair.of(one, other));
    } else {
      states.put(Pair.of(one, other), state);
    }
  }

  /** One pair on each line, as in {@code node1 node2 delay 50 loss 0.5}. */
  String describe() {
    Map<String, String> lines = new TreeMap<>();
    states.forEach((pair, state) -> lines.put(pair.toString(), state.words()));
    StringBuilder text = new StringBuilder();
    lines.forEach((pair, words) -> text.append(pair).append(' ').append(words).append('\n'));
    return text.toString();
  }

  /**
   * A frame of so many bytes passes from one to the other.
   *
   * @return after what time it comes out; empty where it is lost
   */
  Optional<Duration> pass(String from, String to, int bytes) {
    return lanes
        .computeIfAbsent(from + " " + to, _ -> new Lane(new SplittableRandom()))
        .take(bytes, between(from, to), System.nanoTime());
  }
}
