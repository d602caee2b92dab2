package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.Size;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sizes are such that the engines can make them (rule R04). */
final class SizeChecks {
  private static final long MIB = 1L << 20;

  /** Partitions are aligned to it, as parted(8) and sfdisk(8) do by themselves. */
  private static final Size GRAIN = new Size(MIB);

  /** Less than a shell and an init system need. */
  private static final Size LEAST_MEMORY = Size.mebibytes(16);

  /**
   * Limits of c-max-rate (drbd.conf-8.4(5); linux/drbd_limits.h: 250 to 4 Mi, in KiB per second).
   */
  private static final Size LEAST_RATE = new Size(250 << 10);

  private static final Size MOST_RATE = Size.mebibytes(4096);

  /** mkfs.xfs(8) since 5.19 makes nothing smaller. */
  private static final Size LEAST_XFS = Size.mebibytes(300);

  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  SizeChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft.layers().forEach(this::layer);
    draft.nodeNames().forEach(this::lastTakesTheRest);
  }

  private void layer(String name, Value.Fields layer) {
    LayerType type = Draft.type(layer);
    if (type.offers() == Offer.PARTITION) {
      layer.word("size").ifPresent(this::partition);
    }
    atLeast(layer, "memory", LEAST_MEMORY);
    atLeast(layer, "rate", LEAST_RATE);
    size(layer, "rate")
        .filter(size -> size.compareTo(MOST_RATE) > 0)
        .ifPresent(_ -> out(layer.word("rate").orElseThrow(), "at most " + MOST_RATE));
    if (type.word().equals("xfs")) {
      partitionBelow(name)
          .filter(
              below ->
                  size(below, "size").filter(size -> size.compareTo(LEAST_XFS) < 0).isPresent())
          .ifPresent(
              below ->
                  out(
                      below.word("size").orElseThrow(),
                      "at least " + LEAST_XFS + " for the xfs '" + name + "' on it"));
    }
  }

  private void atLeast(Value.Fields layer, String key, Size least) {
    size(layer, key)
        .filter(size -> size.compareTo(least) < 0)
        .ifPresent(_ -> out(layer.word(key).orElseThrow(), "at least " + least));
  }

  private void partition(Value.Word word) {
    Size size = Size.parse(word.text()).orElseThrow();
    if (size.compareTo(GRAIN) < 0 || size.bytes() % MIB != 0) {
      out(word, "whole MiB, at least one: partitions are aligned to 1 MiB");
    }
  }

  private void out(Value.Word word, String wanted) {
    problems.add(problems.at(Code.SIZE_RANGE, word.at()).saw("'" + word.text() + "'", wanted));
  }

  /** The partition below, also through DRBD; the first one found where nodes differ. */
  private Optional<Value.Fields> partitionBelow(String name) {
    return lower(name, Offer.PARTITION)
        .or(() -> lower(name, Offer.REPLICA).flatMap(drbd -> lower(drbd, Offer.PARTITION)))
        .map(draft.layers()::get);
  }

  private Optional<String> lower(String name, Offer offer) {
    return Stack.lower(draft, name).stream()
        .filter(below -> Draft.type(draft.layer(below)).offers() == offer)
        .findFirst();
  }

  private void lastTakesTheRest(String node) {
    Map<String, String> taken = new HashMap<>();
    for (String name : stack.on(node)) {
      Value.Fields layer = draft.layer(name);
      boolean partition = Draft.type(layer).offers() == Offer.PARTITION;
      Optional<Value.Word> disk =
          Draft.over(layer, node).stream().filter(_ -> partition).findFirst();
      disk.flatMap(over -> Optional.ofNullable(taken.get(over.text())))
          .ifPresent(taker -> noRoom(layer, taker, disk.orElseThrow().text()));
      disk.filter(_ -> layer.omits("size")).ifPresent(over -> taken.putIfAbsent(over.text(), name));
    }
  }

  private void noRoom(Value.Fields layer, String taker, String disk) {
    problems.add(
        problems
            .at(Code.NO_ROOM, layer.at())
            .saw(
                "'" + taker + "' has no size and takes all that is free on " + disk,
                "a partition without a size as the last on its disk"));
  }

  private static Optional<Size> size(Value.Fields layer, String key) {
    return layer.word(key).flatMap(word -> Size.parse(word.text()));
  }
}
