package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.Cache;
import io.cairn.graph.PoolMetadata;
import io.cairn.graph.Size;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Volumes and pools lie on what their group has, and caches where they help and lose nothing. */
final class VolumeChecks {
  /** LVM takes a lower threshold for that (lvm.conf(5), thin_pool_autoextend_threshold). */
  private static final int LEAST_THRESHOLD = 50;

  private final Draft draft;
  private final Stack stack;
  private final Problems problems;
  private final Map<String, BaseDisks> disksByNode = new HashMap<>();

  VolumeChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              Offer offer = Draft.type(layer).offers();
              if (offer == Offer.VOLUME) {
                layer.value("on").ifPresent(on -> inGroup(name, layer, on));
                layer.fields("cache").ifPresent(cache -> cache(name, layer, cache));
              } else if (offer == Offer.POOL) {
                layer.value("on").ifPresent(on -> inGroup(name, layer, on));
                pool(layer);
              }
            });
  }

  private void inGroup(String name, Value.Fields layer, Value on) {
    for (String node : stack.nodesOf(name).orElse(List.of())) {
      List<Value.Word> volumes = physicalVolumes(layer, node);
      List<String> known = volumes.stream().map(Value.Word::text).toList();
      for (Value.Word word : known.isEmpty() ? List.<Value.Word>of() : Draft.words(on, node)) {
        boolean exists = Draft.isDisk(word) || draft.layerNames().contains(word.text());
        if (exists && !known.contains(word.text())) {
          problems.add(
              problems
                  .at(Code.NOT_IN_GROUP, word.at())
                  .saw(
                      "'" + word.text() + "'",
                      "one of those that the group lies over: " + Problems.names(known))
                  .correct(Nearest.question(word.text(), known)));
        }
      }
    }
  }

  /** What the volume's group lies over on that node; nothing where that cannot be said. */
  private List<Value.Word> physicalVolumes(Value.Fields layer, String node) {
    return group(layer, node).map(group -> Draft.over(group, node)).orElse(List.of());
  }

  private Optional<Value.Fields> group(Value.Fields layer, String node) {
    return Draft.over(layer, node).stream()
        .findFirst()
        .filter(over -> StackChecks.fits(draft, layer, over))
        .flatMap(over -> Optional.ofNullable(draft.layers().get(over.text())));
  }

  private void cache(String name, Value.Fields layer, Value.Fields cache) {
    Cache.Kind kind = VolumeBuilder.kind(cache);
    Cache.Mode mode = VolumeBuilder.mode(cache, kind);
    if (kind == Cache.Kind.DM_WRITECACHE) {
      onlyWrites(cache, mode);
    }
    cache.value("on").ifPresent(on -> inGroup(name, layer, on));
    for (String node : stack.nodesOf(name).orElse(List.of())) {
      BaseDisks disks = disksByNode.computeIfAbsent(node, on -> new BaseDisks(draft, stack, on));
      for (Value.Word on : cache.value("on").map(v -> Draft.words(v, node)).orElse(List.of())) {
        faster(layer, on, node, disks);
        if (mode == Cache.Mode.WRITEBACK && !isRedundant(on, node)) {
          alone(name, cache, on);
        }
      }
    }
    metadata(cache, PoolMetadata::ofCache);
  }

  private void onlyWrites(Value.Fields cache, Cache.Mode mode) {
    if (mode == Cache.Mode.WRITETHROUGH) {
      problems.add(
          problems
              .at(Code.CACHE_MODE, cache.word("mode").orElseThrow().at())
              .saw("dm-writecache with 'writethrough'", "writeback, or type: dm-cache")
              .because("A write is in dm-writecache first, and on the slow device later."));
    }
    cache
        .word("metadata")
        .ifPresent(
            word ->
                problems.add(
                    problems
                        .at(Code.CACHE_MODE, word.at())
                        .saw("dm-writecache with 'metadata'", "no 'metadata', or type: dm-cache")
                        .because("dm-writecache keeps what it has to know beside its data.")));
  }

  private void faster(Value.Fields layer, Value.Word cache, String node, BaseDisks disks) {
    List<Value.Word> slow =
        layer
            .value("on")
            .map(on -> Draft.words(on, node))
            .orElseGet(() -> physicalVolumes(layer, node));
    Set<String> shared = new TreeSet<>(disks.of(slow));
    shared.retainAll(disks.of(cache));
    boolean same = slow.stream().anyMatch(on -> on.text().equals(cache.text()));
    if (same || !shared.isEmpty()) {
      boolean anywhere = layer.omits("on");
      problems.add(
          problems
              .at(Code.CACHE_BELOW, cache.at())
              .saw(
                  "'" + cache.text() + "'" + (anywhere ? ", and the volume may lie on it" : ""),
                  "a device that the volume does not lie on")
              .because("It would be as slow, and every block would be written twice to it.")
              .correct(anywhere ? "say with 'on' what the volume itself lies on" : ""));
    }
  }

  private void alone(String name, Value.Fields cache, Value.Word on) {
    problems.add(
        problems
            .at(Code.CACHE_ALONE, on.at())
            .saw(
                "writeback on '" + on.text() + "', which has no redundancy",
                "an array, as in type: raid1")
            .because(
                "When that device fails, writes that '"
                    + name
                    + "' reported as done are lost, and with them its content.")
            .correct(
                VolumeBuilder.kind(cache) == Cache.Kind.DM_CACHE
                    ? "mode: writethrough keeps every write on the slow device as well"
                    : ""));
  }

  /** Whether one failing disk leaves all of it. */
  private boolean isRedundant(Value.Word over, String node) {
    if (Draft.isDisk(over) || stack.circular().contains(over.text())) {
      return false;
    }
    // what is not known counts as an array: that was reported
    Value.Fields layer = draft.layers().get(over.text());
    if (layer == null) {
      return true;
    }
    return switch (Draft.type(layer).offers()) {
      case ARRAY, REPLICA -> true;
      case VOLUME ->
          layer
              .value("on")
              .map(on -> Draft.words(on, node))
              .orElseGet(() -> physicalVolumes(layer, node))
              .stream()
              .allMatch(below -> isRedundant(below, node));
      case GROUP, POOL, THIN ->
          Draft.over(layer, node).stream().allMatch(below -> isRedundant(below, node));
      case DISK, PARTITION, FILE_SYSTEM, NOTHING -> false;
    };
  }

  private void pool(Value.Fields layer) {
    layer
        .fields("autoextend")
        .flatMap(fields -> fields.word("at"))
        .filter(at -> VolumeBuilder.percent(at).value() < LEAST_THRESHOLD)
        .ifPresent(
            at ->
                problems.add(
                    problems
                        .at(Code.SIZE_RANGE, at.at())
                        .saw("'" + at.text() + "'", "at least " + LEAST_THRESHOLD + "%")
                        .because("LVM takes anything lower for that (lvm.conf(5)).")));
    chunk(layer);
    layer
        .word("metadata")
        .filter(word -> size(word).compareTo(PoolMetadata.MOST_THIN) > 0)
        .ifPresent(
            word ->
                metadata(
                    word,
                    "at most " + PoolMetadata.MOST_THIN,
                    "The kernel uses no more (lvmthin(7))."));
    metadata(layer, data -> PoolMetadata.ofThinPool(data, chunkOf(layer, data)));
  }

  private void chunk(Value.Fields layer) {
    layer
        .word("chunk")
        .filter(
            word -> {
              Size chunk = size(word);
              return chunk.compareTo(PoolMetadata.LEAST_CHUNK) < 0
                  || chunk.compareTo(PoolMetadata.MOST_CHUNK) > 0
                  || chunk.bytes() % PoolMetadata.LEAST_CHUNK.bytes() != 0;
            })
        .ifPresent(
            word ->
                problems.add(
                    problems
                        .at(Code.SIZE_RANGE, word.at())
                        .saw(
                            "'" + word.text() + "'",
                            "a multiple of "
                                + PoolMetadata.LEAST_CHUNK
                                + ", at most "
                                + PoolMetadata.MOST_CHUNK)));
  }

  private static Size chunkOf(Value.Fields layer, Size data) {
    return layer
        .word("chunk")
        .map(VolumeChecks::size)
        .filter(chunk -> chunk.compareTo(PoolMetadata.LEAST_CHUNK) >= 0)
        .orElseGet(() -> PoolMetadata.chunkOf(data));
  }

  /** Room for metadata of one's own has to do for the data, of which a percentage says nothing. */
  private void metadata(Value.Fields fields, UnaryOperator<Size> needed) {
    Optional<Size> data = fields.word("size").flatMap(word -> Size.parse(word.text()));
    Size least = needed.apply(data.orElse(new Size(0)));
    fields
        .word("metadata")
        .filter(word -> size(word).compareTo(least) < 0)
        .ifPresent(
            word ->
                metadata(
                    word,
                    "at least " + least + data.map(size -> " for " + size).orElse(""),
                    "When it is full, nothing can be written any more."));
  }

  private void metadata(Value.Word word, String wanted, String why) {
    problems.add(
        problems
            .at(Code.METADATA_RANGE, word.at())
            .saw("'" + word.text() + "'", wanted)
            .because(why));
  }

  private static Size size(Value.Word word) {
    return Size.parse(word.text()).orElseThrow();
  }
}
