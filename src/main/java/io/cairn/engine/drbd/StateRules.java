package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with the state of a resource. */
record StateRules(ResourceView view, Context context) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Optional<Finding> split = SplitBrain.of(view, context).map(this::split);
    if (split.isPresent()) {
      findings.add(split.get());
    } else {
      bothPrimary().ifPresent(findings::add);
      // that nothing is replicated to a node that is new is told with the rest of it
      if (Rebuild.of(view).filter(Rebuild::isNodeNew).isEmpty()) {
        connection().ifPresent(findings::add);
      }
    }
    restoreNotEnded().ifPresent(findings::add);
    noGoodCopy().ifPresent(findings::add);
    for (ResourceView.OnNode on : view.seen()) {
      on.minor().ifPresent(minor -> findings.addAll(onNode(on, minor)));
    }
    return findings;
  }

  private Finding split(SplitBrain split) {
    return Finding.error("DRBD-20", "Split brain")
        .at(view.name().text())
        .saw(
            split.sides().stream().map(StateRules::side).collect(Collectors.joining(" ")),
            "two copies of the same data")
        .because(
            "Both nodes wrote to it without the other. DRBD joins them again only when the changes of"
                + " one of them are discarded, and no program can know whose.",
            "Look at both sides, save what you need, then:\n  cairn resolve "
                + view.name()
                + " --keep NODE");
  }

  private static String side(SplitBrain.Side side) {
    String changed = side.changed().map(Size::toString).orElse("an unknown amount");
    String roles = side.lastRoleChange().map(word -> ", last change of role " + word).orElse("");
    String parted = side.partedAt().map(time -> ", alone since " + time).orElse("");
    String written = side.lastWrite().map(time -> ", last written " + time).orElse("");
    return "%s: %s, %s changed%s%s%s."
        .formatted(side.node(), side.role(), changed, written, roles, parted);
  }

  private Optional<Finding> bothPrimary() {
    List<NodeName> primaries =
        view.seen().stream()
            .filter(ResourceView.OnNode::isPrimary)
            .map(ResourceView.OnNode::node)
            .toList();
    return primaries.size() < 2
        ? Optional.empty()
        : Optional.of(
            Finding.error("DRBD-21", "Primary on both nodes")
                .at(view.name().text())
                .saw("primary on " + primaries, "primary on one node")
                .because(
                    "Two nodes that use it at the same time, each without the other, make two"
                        + " different copies.",
                    "Stop what runs over it on one of them, then there:\n  systemctl stop "
                        + DrbdPaths.target(view.name())
                        + " "
                        + DrbdPaths.primaryUnit(view.name())));
  }

  private Optional<Finding> connection() {
    List<ResourceView.OnNode> apart =
        view.seen().stream()
            .filter(on -> on.minor().filter(minor -> !minor.isConnected()).isPresent())
            .toList();
    if (apart.isEmpty()) {
      return Optional.empty();
    }
    String seen =
        apart.stream()
            .map(on -> on.node() + ": " + on.minor().orElseThrow().connection())
            .collect(Collectors.joining(", "));
    boolean gaveUp =
        apart.stream().anyMatch(on -> on.minor().orElseThrow().connection().equals("StandAlone"));
    return Optional.of(gaveUp ? standAlone(seen) : waiting(seen));
  }

  private Finding standAlone(String seen) {
    return Finding.warning("DRBD-22", "Node has given up the connection")
        .at(view.name().text())
        .saw(seen, "connected")
        .because(
            "Bringing it up was interrupted, or it was told to, or DRBD refused the other node: another"
                + " secret, another size. Nothing is replicated, and it does not try again by itself.",
            "'cairn apply' connects it again. If it is given up again, the kernel's log says why:\n"
                + "  journalctl --dmesg | grep drbd");
  }

  private Finding waiting(String seen) {
    return Finding.warning("DRBD-23", "Nodes are not connected")
        .at(view.name().text())
        .saw(seen, "connected")
        .because("Nothing is replicated: the copies part with every write.", whyWaiting());
  }

  private String whyWaiting() {
    return view.seen().stream()
        .filter(on -> on.minor().isEmpty())
        .map(ResourceView.OnNode::node)
        .findFirst()
        .map(
            node ->
                "It is down on %s: 'cairn apply' brings it up there. Why it is, on %s:\n  systemctl status %s"
                    .formatted(node, node, DrbdPaths.upUnit(view.name())))
        .orElse(
            "DRBD connects by itself as soon as the nodes reach each other. See whether the link is"
                + " up:\n  ip -brief address");
  }

  private Optional<Finding> restoreNotEnded() {
    List<ResourceView.OnNode> kept =
        view.seen().stream().filter(on -> on.known().goingBackTo().isPresent()).toList();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    String snapshot = kept.getFirst().known().goingBackTo().orElseThrow();
    return Optional.of(
        Finding.error("DRBD-29", "A restore has not ended")
            .at(view.name().text())
            .saw(
                "its copies were going back to snapshot %s; kept down on %s"
                    .formatted(
                        snapshot,
                        kept.stream()
                            .map(on -> on.node().text())
                            .collect(Collectors.joining(", "))),
                "all copies at the same moment")
            .because(
                "A copy that went back and one that did not can carry the same generation. DRBD would"
                    + " take them for equal and join them without copying anything.",
                "Give the restore again, with all nodes there:\n  cairn snapshot restore "
                    + view.name()
                    + " "
                    + snapshot));
  }

  private Optional<Finding> noGoodCopy() {
    boolean isUp = view.isWhole() && view.seen().stream().allMatch(view::isBroughtUp);
    boolean isGood =
        view.seen().stream()
            .anyMatch(
                on ->
                    on.isUpToDate()
                        || on.minor()
                            .filter(minor -> minor.disk().peer().equals("UpToDate"))
                            .isPresent());
    boolean isNew = view.seen().stream().allMatch(ResourceView.OnNode::isNew);
    return !isUp || isGood || isNew
        ? Optional.empty()
        : Optional.of(
            Finding.error("DRBD-24", "No copy is up to date")
                .at(view.name().text())
                .saw(
                    view.seen().stream()
                        .map(on -> on.node() + ": " + on.minor().orElseThrow().disk().local())
                        .collect(Collectors.joining(", ")),
                    "UpToDate on at least one node")
                .because(
                    "DRBD does not know of a copy that holds the last writes.",
                    "See what the disks of both nodes say, and restore from a backup if need be:\n"
                        + "  drbdadm show-gi "
                        + view.name()));
  }

  private List<Finding> onNode(ResourceView.OnNode on, ProcDrbd.Minor minor) {
    NodeName node = on.node();
    List<Finding> findings = new ArrayList<>();
    boolean hasNoDisk = List.of("Diskless", "Failed").contains(minor.disk().local());
    if (hasNoDisk && view.isBroughtUp(on)) {
      findings.add(
          Finding.warning("DRBD-25", "Node has lost its disk")
              .at(view.name() + " on " + node)
              .saw("disk " + minor.disk().local(), "UpToDate")
              .because(
                  "The node works with the other node's copy only; after an error DRBD lets go of the"
                      + " disk.",
                  "Look for disk errors. Replace the disk by a blank one, name it in the file where its path"
                      + " is another, and apply. If it is well after all, attach it again:\n  journalctl --dmesg"
                      + " | grep -i error\n  drbdadm attach "
                      + view.name()));
    }
    boolean isQuiet = minor.connection().equals("Connected");
    if (isQuiet
        && minor.outOfSync().filter(size -> size.bytes() > 0).isPresent()
        && minor.disk().toString().equals("UpToDate/UpToDate")) {
      findings.add(
          Finding.warning("DRBD-26", "Copies differ")
              .at(view.name() + " on " + node)
              .saw(minor.outOfSync().orElseThrow() + " out of sync", "none")
              .because(
                  "A verify found blocks that are not the same on both nodes.",
                  "Reconnecting copies them again from the primary:\n  drbdadm disconnect "
                      + view.name()
                      + " && drbdadm connect "
                      + view.name()));
    }
    return findings;
  }
}
