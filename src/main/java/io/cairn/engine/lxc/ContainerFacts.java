package io.cairn.engine.lxc;

import io.cairn.engine.Context;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one node answered about one container.
 *
 * @param root what is known of its root file system; only the node that has the file system mounted
 *     can tell
 * @param link where its name among the node's containers leads to; empty where there is none
 * @param unitState systemd's ActiveState of its unit; empty where unknown
 * @param unitResult how the unit last ended
 * @param enabled systemd's word for whether the unit starts at boot
 * @param state LXC's word, as in RUNNING; empty where LXC knows no such container
 */
record ContainerFacts(
    Root root,
    Optional<String> link,
    String unitState,
    String unitResult,
    String enabled,
    Optional<String> state,
    List<String> addresses,
    Optional<Size> memory) {
  ContainerFacts {
    addresses = List.copyOf(addresses);
  }

  /** What there is of a container's root file system. */
  enum Root {
    /** The file system is not mounted there, or the node did not tell. */
    UNKNOWN,
    /** Nothing of it. */
    ABSENT,
    /** It is whole. */
    WHOLE,
    /** A restore was interrupted before the restored one took its place. */
    RESTORED,
    /** It is whole, and what a restore has replaced is still to be deleted. */
    TO_CLEAR,
    /** Its folder has no root file system. */
    LOST
  }

  static ContainerFacts of(Layer.Lxc layer, NodeName node, Context context, NodeFacts facts) {
    Optional<Reply> reply = facts.reply(LxcProbes.container(layer.name()));
    List<String> lines = reply.map(r -> r.out().lines().toList()).orElse(List.of());
    boolean mounted = Place.of(layer, context.cluster()).isMounted(facts, node, context);
    return new ContainerFacts(
        mounted && reply.isPresent() ? root(Set.copyOf(values(lines, "has"))) : Root.UNKNOWN,
        first(lines, "link"),
        first(lines, "unit").orElse(""),
        first(lines, "result").orElse(""),
        first(lines, "enabled").orElse(""),
        first(lines, "state"),
        values(lines, "ip"),
        first(lines, "memory")
            .filter(m -> m.matches("\\d{1,18}"))
            .map(Long::valueOf)
            .map(Size::new));
  }

  private static Root root(Set<String> has) {
    if (!has.contains("home")) {
      return Root.ABSENT;
    }
    if (has.contains("rootfs")) {
      return has.contains("replaced") || has.contains("restored") ? Root.TO_CLEAR : Root.WHOLE;
    }
    return has.contains("restored") ? Root.RESTORED : Root.LOST;
  }

  private static Optional<String> first(List<String> lines, String word) {
    return values(lines, word).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  private static List<String> values(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .collect(Collectors.toUnmodifiableList());
  }

  /** Whether its processes exist, frozen or not. */
  boolean isUp() {
    return state.filter(s -> !s.equals("STOPPED")).isPresent();
  }

  boolean isRunning() {
    return state.filter("RUNNING"::equals).isPresent();
  }
}
