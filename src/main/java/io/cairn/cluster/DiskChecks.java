package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.DevicePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  private record Use(String layer, Offer offer, Value.Word over) {
    /**
     * Of a partition by udev's naming: the link {@code virtio-x-part1} belongs to {@code virtio-x}.
     */
    String wholeDisk() {
      return DiskChecks.wholeDisk(over.text());
    }

    boolean excludes(Use other) {
      boolean sameDevice = over.text().equals(other.over.text());
      return sameDevice
          ? offer != Offer.PARTITION || other.offer != Offer.PARTITION
          : takesAll() || other.takesAll();
    }

    boolean isAgain(Use other) {
      return layer.equals(other.layer) && over.text().equals(other.over.text());
    }

    private boolean takesAll() {
      return offer != Offer.PARTITION && over.text().equals(wholeDisk());
    }
  }

  static String wholeDisk(String path) {
    return path.replaceFirst("-part\\d+$", "");
  }

  void run() {
    for (String node : draft.nodeNames()) {
      disksOf(node);
    }
    draft.layers().values().forEach(layer -> Draft.over(layer).forEach(this::kernelName));
  }

  private void disksOf(String node) {
    Map<String, List<Use>> uses = new LinkedHashMap<>();
    for (String name : stack.on(node)) {
      Value.Fields layer = draft.layer(name);
      Draft.over(layer, node).stream()
          .filter(Draft::isDisk)
          .filter(over -> StackChecks.fits(draft, layer, over))
          .distinct()
          .map(over -> new Use(name, Draft.type(layer).offers(), over))
          .forEach(
              use -> alone(use, uses.computeIfAbsent(use.wholeDisk(), _ -> new ArrayList<>())));
    }
  }

  /** Against the earlier uses of the same disk and of its partitions. */
  private void alone(Use use, List<Use> earlier) {
    earlier.stream()
        // one device twice in one list is told where the list is read
        .filter(other -> !use.isAgain(other) && use.excludes(other))
        .findFirst()
        .ifPresent(other -> twice(use, other));
    earlier.add(use);
  }

  private void twice(Use use, Use other) {
    problems.add(
        problems
            .at(Code.DISK_TWICE, use.over().at())
            .saw(
                "'"
                    + use.layer()
                    + "' and '"
                    + other.layer()
                    + "' (line "
                    + other.over().at().line()
                    + ") on "
                    + use.wholeDisk(),
                "one layer, or partitions")
            .because("Each would overwrite the other."));
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
