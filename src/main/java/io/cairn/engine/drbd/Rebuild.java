package io.cairn.engine.drbd;

import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One copy of a resource is left, and the other node has none: the node is new, or its disk is. All
 * of it is copied from the one to the other, and never the other way: a copy whose metadata were
 * just created becomes the target of whatever it meets (drbd_receiver.c of the 8.4 module, {@code
 * drbd_uuid_compare}, rules 10 to 30).
 *
 * @param from where the copy is that is left
 * @param to where there is none
 */
record Rebuild(ResourceView view, ResourceView.OnNode from, ResourceView.OnNode to) {

  /** Empty where there are two copies, or none, or where one cannot be told. */
  static Optional<Rebuild> of(ResourceView view) {
    if (!view.isWhole()) {
      return Optional.empty();
    }
    ResourceView.OnNode one = view.seen().getFirst();
    ResourceView.OnNode other = view.seen().getLast();
    if (hasCopy(one, view) && hasNone(other)) {
      return Optional.of(new Rebuild(view, one, other));
    }
    return hasCopy(other, view) && hasNone(one)
        ? Optional.of(new Rebuild(view, other, one))
        : Optional.empty();
  }

  // metadata alone may be those of another resource
  private static boolean hasCopy(ResourceView.OnNode on, ResourceView view) {
    boolean isItsNode = view.file(on.node()).isPresent() || on.minor().isPresent();
    return isItsNode && on.known().disk().metadata() instanceof Metadata.Used;
  }

  private static boolean hasNone(ResourceView.OnNode on) {
    return switch (on.known().disk().metadata()) {
      case Metadata.None _, Metadata.JustCreated _ -> true;
      case Metadata.Used _, Metadata.AtFormerEnd _, Metadata.OutOfReach _, Metadata.Unknown _ ->
          false;
    };
  }

  /** Whether nothing of the resource is there yet: the whole node is new, and not only its disk. */
  boolean isNodeNew() {
    return view.file(to.node()).isEmpty();
  }

  /** As in {@code node2 is new}. */
  String why() {
    return isNodeNew() ? to.node() + " is new" : "the disk of " + to.node() + " is new";
  }

  /** Whether the copy that is left holds all that was written to it. */
  private boolean isGood() {
    return from.minor().isPresent()
        ? from.isUpToDate()
        : from.ids().filter(GenerationIds::isUpToDate).isPresent();
  }

  List<Finding> findings(Context context) {
    List<Finding> findings = new ArrayList<>();
    if (isGood()) {
      findings.add(ThirdCopyRules.isPart(view.declared(), context) ? oneOfThree() : oneCopyOnly());
    } else if (!view.seen().stream().allMatch(view::isBroughtUp)) {
      findings.add(noGoodCopy());
    }
    tooSmall(context).ifPresent(findings::add);
    return findings;
  }

  private Finding oneCopyOnly() {
    return Finding.warning("DRBD-27", "One copy only")
        .at(view.name().text())
        .saw(why() + ", and only " + from.node() + " has the data", "a copy on both nodes")
        .because(
            (from.isPrimary()
                    ? ""
                    : "What was written on "
                        + to.node()
                        + " after the two were last connected is not in it. ")
                + "Until all of it is copied, the loss of "
                + from.node()
                + " is the loss of the data: see that there is a backup.",
            correction());
  }

  private Finding oneOfThree() {
    return Finding.warning("DRBD-27", "One copy is missing")
        .at(view.name().text())
        .saw(why() + ", and has no copy", "a copy on all nodes")
        .because(
            "Until all of it is copied, it stands no loss that it could stand before.",
            correction());
  }

  private String correction() {
    return "'cairn apply' copies all of it from %s to %s; what uses it goes on meanwhile."
        .formatted(from.node(), to.node());
  }

  private Finding noGoodCopy() {
    return Finding.error("DRBD-18", "Copy to build from is not up to date")
        .at(view.name() + " on " + from.node())
        .saw(
            from.minor()
                .map(minor -> "disk " + minor.disk().local())
                .orElse("by its metadata, a copy that lacks writes"),
            "UpToDate")
        .because(
            "%s, and the copy that is left lacks what the other node wrote last: it would become"
                    .formatted(capitalised(why()))
                + " the only truth.",
            "If the old disk of "
                + to.node()
                + " can still be read, bring it back. Else restore from a backup.");
  }

  private static String capitalised(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  /**
   * What the new disk has to have room for: the device as it is, else what the other disk leaves.
   */
  private Optional<Size> needed() {
    return from.facts()
        .node()
        .blocks()
        .at(new DevicePath(view.slot().device()))
        .map(device -> device.size())
        .filter(size -> size.bytes() > 0)
        .or(() -> from.known().disk().size().map(Metadata::left));
  }

  private Optional<Finding> tooSmall(Context context) {
    Optional<Size> disk =
        context.sizeGrown(context.cluster().below(view.declared(), to.node()), to.node());
    boolean isAsLarge =
        from.known().disk().size().filter(old -> old.compareTo(disk.orElse(old)) <= 0).isPresent();
    // the formula for the metadata is an estimate: it must not come between disks that are alike
    if (disk.isEmpty() || isAsLarge) {
      return Optional.empty();
    }
    Size room = Metadata.left(disk.get());
    return needed()
        .filter(size -> size.bytes() > room.bytes())
        .map(
            size ->
                Finding.error("DRBD-19", "Disk is too small for the copy")
                    .at(view.name() + " on " + to.node())
                    .saw(
                        "room for " + room + " beside DRBD's metadata",
                        size + " or more, as " + from.node() + " has")
                    .because(
                        "DRBD refuses a peer with less room than the data has.",
                        "Put in a disk that is at least as large; a larger one is no harm."));
  }

  /** On the primary that was given leave to start alone, when both have all of it again. */
  Optional<Step> takeBackLeave(Condition copied) {
    boolean mayStartAlone =
        from.isPrimary()
            && from.known()
                .mark()
                .filter(mark -> mark.reach() == HolderMark.Reach.ALONE)
                .isPresent();
    NodeName node = from.node();
    return mayStartAlone
        ? Optional.of(
            Step.layer(view.name(), "mark", node)
                .says("Let it start here only together with the other node", "both have it again")
                .mark(Mark.CHANGE)
                .guard(view.guards().isPrimary())
                .guard(view.guards().isUpToDateOnBoth())
                .runs(DrbdCommands.mark(view.name(), HolderMark.Reach.WITH_PEER))
                .needs(copied)
                .build())
        : Optional.empty();
  }
}
