package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.Size;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What is unwise in a file that can be used. */
final class AdviceChecks {
  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  AdviceChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft.layers().forEach(this::noPrefer);
    new CapacityChecks(draft, stack, problems).advise();
    NetworkChecks.unused(draft).forEach(this::unused);
    sameInterface();
    draft
        .file()
        .fields("lab")
        .flatMap(lab -> lab.fields("disks"))
        .ifPresent(disks -> disks.byKey().forEach((name, field) -> labDisk(name, field)));
  }

  private void noPrefer(String name, Value.Fields layer) {
    if (Draft.type(layer).offers() == Offer.REPLICA && layer.omits("prefer")) {
      problems.add(
          problems
              .at(Code.NO_PREFER, layer.at())
              .saw(
                  "'" + name + "' without 'prefer'",
                  "prefer: the node that is primary unless you move it")
              .because(
                  "Without it the first of its nodes is, here "
                      + stack.nodesOf(name).orElseThrow().getFirst()
                      + "."));
    }
  }

  private void unused(String network) {
    problems.add(
        problems
            .at(Code.UNUSED_NETWORK, draft.network(network).at())
            .saw(
                "no node has an address in '" + network + "', and no layer names it",
                "a network that is used, or none"));
  }

  private void sameInterface() {
    Map<String, String> seen = new HashMap<>();
    draft
        .networks()
        .forEach(
            (name, network) -> {
              Value.Word word = network.word("interface").orElseThrow();
              String other = seen.putIfAbsent(word.text(), name);
              if (other != null) {
                problems.add(
                    problems
                        .at(Code.SAME_INTERFACE, word.at())
                        .saw(
                            "'" + name + "' and '" + other + "' on " + word.text(),
                            "an interface for each")
                        .because("They share its bandwidth, and fail together."));
              }
            });
  }

  private void labDisk(String name, Value.Field field) {
    Set<String> known = new LinkedHashSet<>();
    draft.layers().values().stream()
        .flatMap(layer -> Draft.over(layer).stream())
        .filter(Draft::isDisk)
        .forEach(disk -> known.add(labName(disk)));
    if (!known.contains(name)) {
      problems.add(
          problems
              .at(Code.LAB_DISK, field.key())
              .saw(
                  "'" + name + "', which no layer lies over",
                  known.isEmpty()
                      ? "no disks: no layer names one"
                      : "one of " + Problems.names(known))
              .correct(Nearest.question(name, known)));
      return;
    }
    long partitions = partitionsOn(name);
    Size size = Size.parse(((Value.Word) field.value()).text()).orElseThrow();
    if (partitions > size.bytes() - Size.mebibytes(2).bytes()) {
      problems.add(
          problems
              .at(Code.LAB_DISK, field.value().at())
              .saw(
                  size + " with partitions of " + new Size(partitions),
                  "room for them and 2 MiB for the partition table"));
    }
  }

  /** The most bytes that partitions take on a disk of that name on any node. */
  private long partitionsOn(String disk) {
    return draft.nodeNames().stream().mapToLong(node -> partitionsOn(disk, node)).max().orElse(0);
  }

  private long partitionsOn(String disk, String node) {
    return stack.on(node).stream()
        .map(draft::layer)
        .filter(layer -> Draft.type(layer).offers() == Offer.PARTITION)
        .filter(
            layer -> Draft.over(layer, node).stream().anyMatch(over -> labName(over).equals(disk)))
        .flatMap(layer -> layer.word("size").stream())
        .mapToLong(word -> Size.parse(word.text()).orElseThrow().bytes())
        .sum();
  }

  /** As the lab names a disk: the last part of its path without {@code virtio-}, whole. */
  private static String labName(Value.Word disk) {
    return disk.text()
        .replaceFirst(".*/", "")
        .replaceFirst("^virtio-", "")
        .replaceFirst("-part\\d+$", "");
  }
}
