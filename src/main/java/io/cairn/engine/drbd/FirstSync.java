package io.cairn.engine.drbd;

import io.cairn.graph.NodeName;
import java.util.List;

/** How the two copies of a resource become equal for the first time. */
sealed interface FirstSync {
  /** At least one copy has a history: DRBD knows by itself what to copy where. */
  record NotNeeded() implements FirstSync {}

  /** Both disks are zero all over: they are equal already. */
  record Skip(String why) implements FirstSync {}

  /** All blocks are copied from that node. */
  record From(NodeName source, String why) implements FirstSync {}

  /** Decides it; for a resource of which both nodes answered. */
  static FirstSync of(ResourceView view) {
    if (!view.seen().stream().allMatch(ResourceView.OnNode::isNew)) {
      return new NotNeeded();
    }
    List<String> unproven = view.seen().stream().flatMap(one -> unproven(one).stream()).toList();
    if (unproven.isEmpty()) {
      boolean isRead =
          view.seen().stream()
              .allMatch(one -> one.known().disk().blankness() instanceof Blankness.Zero);
      return new Skip(
          isRead
              ? "every byte of both disks was read as zero"
              : "nothing was ever written to what is made for it");
    }
    return new From(
        view.declared().source().filter(view.nodes()::contains).orElse(view.preferred()),
        "the disks are not provably blank: " + String.join("; ", unproven));
  }

  private static List<String> unproven(ResourceView.OnNode one) {
    return switch (one.known().disk().blankness()) {
      case Blankness.Zero _, Blankness.Fresh _ -> List.of();
      case Blankness.Unproven(var why) -> List.of(one.node() + ": " + why);
      case Blankness.Carries(var what) -> List.of(one.node() + ": it carries " + what);
      case Blankness.NotAsked _ -> List.of(one.node() + ": it could not be read");
    };
  }
}
