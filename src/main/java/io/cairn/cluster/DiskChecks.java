package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.DevicePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every disk of a node carries one layer, or partitions. */
final class DiskChecks {
  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  DiskChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  private record Use(String layer, Offer offer, Spot spot) {}

  void run() {
    for (String node : draft.nodeNames()) {
      disksOf(node);
    }
    draft.layers().values().forEach(layer -> Draft.over(layer).forEach(this::kernelName));
  }

  private void disksOf(String node) {
    Map<String, Use> uses = new HashMap<>();
    draft
        .layers()
        .forEach(
            (name, layer) ->
                Draft.over(layer, node)
                    .filter(Draft::isDisk)
                    .filter(over -> StackChecks.fits(draft, layer, over))
                    .filter(_ -> stack.nodesOf(name).orElse(List.of()).contains(node))
                    .ifPresent(
                        over ->
                            use(
                                uses,
                                over.text(),
                                new Use(name, Draft.type(layer).offers(), over.at()))));
  }

  private void use(Map<String, Use> uses, String disk, Use use) {
    Optional<Use> whole =
        Optional.ofNullable(uses.get(wholeDisk(disk))).filter(u -> u.offer() != Offer.PARTITION);
    Optional<Use> other = Optional.ofNullable(uses.putIfAbsent(disk, use)).or(() -> whole);
    if (other.isEmpty()
        || (other.get().offer() == Offer.PARTITION && use.offer() == Offer.PARTITION)) {
      return;
    }
    problems.add(
        problems
            .at(Code.DISK_TWICE, use.spot())
            .saw(
                "'"
                    + use.layer()
                    + "' and '"
                    + other.get().layer()
                    + "' (line "
                    + other.get().spot().line()
                    + ") on "
                    + disk,
                "one layer, or partitions")
            .because("Each would overwrite the other."));
  }

  /**
   * The disk of a partition by udev's naming: a link {@code virtio-x-part1} belongs to {@code
   * virtio-x}.
   */
  private static String wholeDisk(String path) {
    return path.replaceFirst("-part\\d+$", "");
  }

  private void kernelName(Value.Word over) {
    if (Draft.isDisk(over) && new DevicePath(over.text()).isKernelName()) {
      problems.add(
          problems
              .at(Code.KERNEL_NAME, over.at())
              .saw("'" + over.text() + "'", "a path of /dev/disk/by-id/")
              .because("The kernel hands these names out anew at every boot (rule R28).")
              .correct(
                  "see which names lead to it:\nfind /dev/disk/by-id/ -lname '*"
                      + over.text().replaceFirst(".*/", "/")
                      + "'"));
    }
  }
}
