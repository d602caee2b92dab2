package io.cairn.engine.disk;

import io.cairn.engine.Blanking;
import io.cairn.engine.BlockDevices;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with disks and partitions. */
final class DiskRules {
  private DiskRules() {}

  static List<Finding> of(Context context) {
    List<Finding> findings = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .ifPresent(
              facts ->
                  DiskView.of(node, facts, context)
                      .forEach(view -> findings.addAll(of(view, facts))));
    }
    DiskEngine.all(context.cluster()).forEach(layer -> findings.addAll(unequal(layer, context)));
    return List.copyOf(findings);
  }

  static List<Finding> of(DiskView view, NodeFacts facts) {
    if (view.disk().isEmpty()) {
      return List.of(missing(view));
    }
    List<Finding> findings = new ArrayList<>();
    Device disk = view.disk().get();
    used(view, disk, facts).or(() -> foreign(view, disk, facts)).ifPresent(findings::add);
    if (view.wanted().compareTo(disk.size()) > 0) {
      findings.add(tooSmall(view, disk));
    }
    for (Layer.Partition layer : view.declared()) {
      otherSize(view, layer).ifPresent(findings::add);
      twice(view, layer, facts).ifPresent(findings::add);
    }
    return findings;
  }

  private static Finding missing(DiskView view) {
    return Finding.error("DISK-01", "Disk not there")
        .at(view.node() + ": " + view.path())
        .saw("no such device", "the disk of " + names(view))
        .because(
            "The partition is made on it.",
            "Compare with what " + view.node() + " has:\n  ls -l /dev/disk/by-id/");
  }

  private static String names(DiskView view) {
    return view.declared().stream().map(l -> l.name().text()).collect(Collectors.joining(", "));
  }

  /** Something runs on it: nothing is said about wiping what is in use. */
  private static Optional<Finding> used(DiskView view, Device disk, NodeFacts facts) {
    List<String> users = new ArrayList<>(BlockDevices.mounted(disk));
    view.foreign().forEach(upper -> users.addAll(facts.blocks().usersBy(upper)));
    if (view.partitions().isEmpty()) {
      users.addAll(facts.writers(disk));
    }
    if (users.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("DISK-07", "Disk is in use")
            .at(view.node() + ": " + view.path())
            .saw(
                disk.path() + ": " + String.join(", ", users),
                "a blank disk, or only the partitions " + names(view))
            .because(
                "What uses it would lose its data.",
                "Name another disk in the cluster file. To see what lies on this one, on "
                    + view.node()
                    + ":\n  lsblk --fs "
                    + view.path()));
  }

  private static Optional<Finding> foreign(DiskView view, Device disk, NodeFacts facts) {
    List<String> seen = new ArrayList<>();
    disk.signature().ifPresent(type -> seen.add("the signature of " + type));
    disk.partitionTable()
        .filter(table -> !table.equals("gpt") || view.partitions().isEmpty())
        .ifPresent(table -> seen.add("a partition table (" + table + ")"));
    view.foreign().forEach(p -> seen.add(inWords(p)));
    if (seen.isEmpty() && view.partitions().isEmpty()) {
      Blanking.seen(facts, view.path()).ifPresent(seen::add);
    }
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("DISK-02", "Disk holds something else")
            .at(view.node() + ": " + view.path())
            .saw(
                disk.path() + ": " + String.join(", ", seen),
                "a blank disk, or only the partitions " + names(view))
            .because(
                "Cairn destroys nothing that it did not make.",
                "If it is the right disk and nothing on it is needed any more, on "
                    + view.node()
                    + ":\n  wipefs --all "
                    + view.foreign().stream().map(p -> p.path() + " ").collect(Collectors.joining())
                    + view.path()
                    + "\n  "
                    + Blanking.advice(view.path())));
  }

  private static String inWords(Device device) {
    return device.path()
        + device.partitionLabel().map(l -> " named " + l).orElse("")
        + device.signature().map(s -> " with " + s).orElse("");
  }

  private static Finding tooSmall(DiskView view, Device disk) {
    return Finding.error("DISK-03", "Size larger than what is below it")
        .at(view.node() + ": " + view.path())
        .saw(
            names(view)
                + " need "
                + view.wanted()
                + " with the partition table, the disk has "
                + disk.size(),
            "at most " + disk.size())
        .because("They do not fit.", "Declare smaller sizes, or use another disk.");
  }

  private static Optional<Finding> otherSize(DiskView view, Layer.Partition layer) {
    Optional<Size> has = view.partition(layer).map(Device::size);
    return layer
        .size()
        .map(DiskView::whole)
        .map(Size::new)
        .filter(wanted -> has.isPresent() && !has.get().equals(wanted))
        .map(
            wanted ->
                Finding.error("DISK-04", "Partition of another size than declared")
                    .at(view.node() + ": " + layer.name())
                    .saw(has.get().toString(), wanted.toString())
                    .because(
                        "What lies over it was made for the size that is there; Cairn does not"
                            + " change it yet.",
                        "Declare the size that is there."));
  }

  private static Optional<Finding> twice(DiskView view, Layer.Partition layer, NodeFacts facts) {
    Optional<String> name = Optional.of(PartitionName.of(layer));
    List<String> others =
        facts.blocks().devices().stream()
            .filter(d -> d.partitionLabel().equals(name))
            .filter(d -> !view.partitions().contains(d))
            .map(Device::path)
            .toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("DISK-05", "Partition name on another disk as well")
            .at(view.node() + ": " + PartitionName.device(layer))
            .saw(String.join(", ", others), "the name only on " + view.path())
            .because(
                "The partition is found by its name: it would be a matter of chance which one.",
                "Rename the other one:\nsfdisk --part-label DISK NUMBER NEW-NAME"));
  }

  /** Peers below a replicated layer must have equally many sectors (rule R09). */
  private static List<Finding> unequal(Layer.Partition layer, Context context) {
    if (context.cluster().above(layer).stream().noneMatch(Layer.Drbd.class::isInstance)) {
      return List.of();
    }
    Map<NodeName, Size> sizes = new LinkedHashMap<>();
    for (NodeName node : context.cluster().nodesOf(layer)) {
      context
          .facts(node)
          .ifPresent(
              facts -> size(layer, node, facts, context).ifPresent(size -> sizes.put(node, size)));
    }
    if (sizes.values().stream().distinct().count() < 2) {
      return List.of();
    }
    String seen =
        sizes.entrySet().stream()
            .map(
                e -> e.getKey() + ": " + e.getValue() + " (" + e.getValue().sectors() + " sectors)")
            .collect(Collectors.joining(", "));
    Size least = sizes.values().stream().min(Size::compareTo).orElseThrow();
    long mebibytes = (least.bytes() - DiskView.TABLE.bytes()) >> 20;
    return List.of(
        Finding.error("DISK-06", "Peers of different size")
            .at(layer.name().text())
            .saw(seen, "equally many sectors on every node")
            .because(
                "The replicated device is as large as the smallest, and the rest is lost.",
                "Declare the size that fits everywhere:\nsize: " + mebibytes + "M"));
  }

  /** That of the partition; before there is one, that of the disk where the rest is declared. */
  private static Optional<Size> size(
      Layer.Partition layer, NodeName node, NodeFacts facts, Context context) {
    DevicePath disk = context.deviceBelow(layer, node);
    return DiskView.of(node, facts, context).stream()
        .filter(view -> view.path().equals(disk))
        .flatMap(
            view ->
                view
                    .partition(layer)
                    .map(Device::size)
                    .or(() -> layer.size().map(DiskView::whole).map(Size::new))
                    .or(() -> view.disk().map(Device::size))
                    .stream())
        .findFirst();
  }
}
