package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Both copies of a resource were written to, each without the other, and neither can follow the
 * other without losing what it has. What is known of each side, for a person to decide.
 *
 * @param sides one for each node, in the order of the file
 */
public record SplitBrain(LayerName resource, List<Side> sides) {
  public SplitBrain {
    sides = List.copyOf(sides);
  }

  /**
   * One copy.
   *
   * @param role {@code Primary} or {@code Secondary} now
   * @param generation identifies what the copy holds; differs between the sides
   * @param changed how much was written here since the nodes parted, in DRBD's steps of 4 KiB;
   *     empty where the resource is down
   * @param roles when it became primary or secondary here, oldest first, as {@code
   *     2026-11-20T14:05:03Z primary}, by the clock of the node
   * @param partedAt when the kernel saw the other node vanish; empty where its log does not say
   * @param detectedAt when the kernel found the split brain; empty where its log does not say
   * @param lastWrite when what lies over it was last changed in this copy; empty where no layer
   *     over it keeps that
   */
  public record Side(
      NodeName node,
      String role,
      String generation,
      Optional<Size> changed,
      List<String> roles,
      Optional<String> partedAt,
      Optional<String> detectedAt,
      Optional<Instant> lastWrite) {
    public Side {
      roles = List.copyOf(roles);
    }

    /** Since when it is primary, or when it last became secondary. */
    public Optional<String> lastRoleChange() {
      return roles.isEmpty() ? Optional.empty() : Optional.of(roles.getLast());
    }
  }

  /** The side of that node. */
  public Optional<Side> on(NodeName node) {
    return sides.stream().filter(side -> side.node().equals(node)).findFirst();
  }

  /** Looks for it; empty where the copies can follow each other, or one of them is not known. */
  static Optional<SplitBrain> of(ResourceView view, Context context) {
    if (!view.isWhole() || view.seen().stream().anyMatch(ResourceView.OnNode::isConnected)) {
      return Optional.empty();
    }
    Optional<GenerationIds> first = view.seen().getFirst().ids();
    Optional<GenerationIds> second = view.seen().getLast().ids();
    if (first.isEmpty() || second.isEmpty() || !first.get().hasDivergedFrom(second.get())) {
      return Optional.empty();
    }
    return Optional.of(
        new SplitBrain(
            view.name(), view.seen().stream().map(on -> side(view, on, context)).toList()));
  }

  private static Side side(ResourceView view, ResourceView.OnNode on, Context context) {
    return new Side(
        on.node(),
        on.minor().map(minor -> minor.role().local()).orElse("down"),
        on.ids().map(GenerationIds::currentText).orElse(""),
        on.minor().flatMap(ProcDrbd.Minor::outOfSync),
        on.known().roles(),
        lastTime(on.facts().log(view.name().text()), "conn( Connected ->"),
        lastTime(on.facts().log("drbd" + view.slot().minor()), "Split-Brain detected"),
        lastWrite(view.declared(), on.node(), context));
  }

  private static Optional<Instant> lastWrite(Layer resource, NodeName node, Context context) {
    return context.cluster().upFrom(resource).stream()
        .flatMap(layer -> context.engines().of(layer).lastWrite(layer, node, context).stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<String> lastTime(List<String> log, String about) {
    return log.stream()
        .filter(line -> line.contains(about))
        .map(line -> line.split(" ", 2)[0])
        .reduce((_, later) -> later);
  }
}
