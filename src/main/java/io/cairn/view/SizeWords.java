package io.cairn.view;

import io.cairn.graph.Below;
import io.cairn.graph.Cache;
import io.cairn.graph.Cluster;
import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision;
import io.cairn.graph.KnownSizes;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.PoolMetadata;
import io.cairn.graph.Size;
import io.cairn.graph.VolumeSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How large a layer is on a node, with the arithmetic; in sentences. */
record SizeWords(Cluster cluster, NodeName node, KnownSizes sizes) {
  private static final String EXTENT = " of " + Extents.SIZE;

  List<String> of(Layer layer) {
    return switch (layer) {
      case Layer.Partition partition ->
          List.of(
              partition
                  .size()
                  .map(size -> size + " of " + below(layer) + ".")
                  .orElse("All that is free on " + below(layer) + known(layer) + "."));
      case Layer.Raid raid -> array(raid);
      case Layer.VolumeGroup group -> group(group);
      case Layer.LogicalVolume volume -> volume(volume);
      case Layer.ThinPool pool -> pool(pool);
      case Layer.ThinVolume volume ->
          List.of(
              "It seems to have "
                  + rounded(volume.size())
                  + "; it takes of "
                  + below(layer)
                  + " only what is written to it.");
      case Layer.Drbd _ ->
          List.of(
              "As large as the smallest of what it lies over on its nodes, without DRBD's metadata at"
                  + " the end of that"
                  + (sizes.of(layer.name()).isPresent()
                      ? ": at most " + sizes.of(layer.name()).get() + "."
                      : "."));
      case Layer.FileSystem _ -> List.of("As large as " + below(layer) + belowKnown(layer) + ".");
      case Layer.Lxc lxc ->
          List.of(
              "No limit of its own on what it writes: it shares "
                  + below(layer)
                  + " with all that lies there.",
              lxc.memory()
                  .map(size -> "At most " + size + " of memory.")
                  .orElse("No limit of memory."),
              lxc.cpus()
                  .map(cpus -> "The time of at most " + Prose.count(cpus, "processor") + ".")
                  .orElse("No limit of processor time."));
    };
  }

  private String below(Layer layer) {
    return cluster.allBelow(layer, node).stream()
        .map(LayerWords::below)
        .collect(Collectors.joining(", "));
  }

  private String known(Layer layer) {
    return sizes.of(layer.name()).map(size -> ": " + size).orElse("");
  }

  private String belowKnown(Layer layer) {
    return sizes.of(cluster.below(layer, node)).map(size -> ": " + size).orElse("");
  }

  /** As in {@code 10 GiB = 2560 extents of 4 MiB}. */
  private static String rounded(Size size) {
    Extents extents = Extents.holding(size);
    return size
        + " = "
        + Prose.count(extents.count(), "extent")
        + EXTENT
        + (extents.size().equals(size) ? "" : " = " + extents.size() + ", rounded up");
  }

  private List<String> array(Layer.Raid raid) {
    int members = cluster.allBelow(raid, node).size();
    String rule =
        switch (raid.level()) {
          case RAID1 -> "the smallest of its " + members + " members";
          case RAID10 -> "half of " + members + " times its smallest member";
          case RAID5 -> members - 1 + " times the smallest of its " + members + " members";
          case RAID6 -> members - 2 + " times the smallest of its " + members + " members";
        };
    return List.of(
        "As large as "
            + rule
            + sizes
                .of(raid.name())
                .map(size -> ": at most " + size + ", for md keeps a little for itself.")
                .orElse("; how large that is, the file does not say."));
  }

  private List<String> group(Layer.VolumeGroup group) {
    List<String> sentences = new ArrayList<>();
    Optional<GroupDivision> division = sizes.division(group.name());
    for (Below.Ground ground : cluster.allBelow(group, node)) {
      sizes
          .of(ground)
          .ifPresent(
              size ->
                  sentences.add(
                      LayerWords.below(ground)
                          + ": "
                          + size
                          + " - "
                          + Extents.DATA_START
                          + " for LVM = "
                          + Extents.ofDevice(size, Extents.DATA_START)
                          + "."));
    }
    if (division.isEmpty()) {
      sentences.add(
          "How large it is follows from "
              + below(group)
              + ", and the file does not say how large all of that is.");
    }
    List<Layer> inIt = cluster.above(group);
    GroupDivision shown = division.orElseGet(() -> GroupDivision.of(Extents.NONE, inIt));
    List<String> taken = new ArrayList<>();
    shown.parts().forEach((name, part) -> taken.add(name + " " + part(part, division)));
    if (!shown.spare().equals(Extents.NONE)) {
      taken.add("spare to repair metadata into " + shown.spare().count());
    }
    if (!taken.isEmpty()) {
      sentences.add("Of it are taken, in extents" + EXTENT + ": " + String.join("; ", taken) + ".");
    }
    division.ifPresent(
        all ->
            sentences.add(
                all.total().count()
                    + " - "
                    + all.used().count()
                    + " = "
                    + all.left()
                    + " left"
                    + (all.missing().equals(Extents.NONE) ? "." : ": too little.")));
    return sentences;
  }

  /** As in {@code 2560 + 1024 cache + 2 its metadata}. */
  private static String part(GroupDivision.Part part, Optional<GroupDivision> division) {
    if (division.isEmpty() && part.data().equals(Extents.NONE)) {
      return "a percentage of what is left";
    }
    StringBuilder words = new StringBuilder().append(part.data().count());
    plus(words, part.metadata(), " metadata");
    plus(words, part.cache(), " cache");
    plus(words, part.cacheMetadata(), " its metadata");
    return words.toString();
  }

  private static void plus(StringBuilder words, Extents extents, String noun) {
    if (!extents.equals(Extents.NONE)) {
      words.append(" + ").append(extents.count()).append(noun);
    }
  }

  private String size(Layer layer, VolumeSize declared) {
    return switch (declared) {
      case VolumeSize.Absolute(var size) -> rounded(size) + ".";
      case VolumeSize.Share(var percent) ->
          percent
              + " of what "
              + below(layer)
              + " has left when all that has a size of its own is made"
              + sizes
                  .part(layer)
                  .map(
                      part ->
                          ": "
                              + part.data()
                              + (part.metadata().equals(Extents.NONE)
                                  ? "."
                                  : ", and its metadata."))
                  .orElse("; how much that is, the file does not say.");
    };
  }

  private List<String> volume(Layer.LogicalVolume volume) {
    List<String> sentences = new ArrayList<>(List.of(size(volume, volume.size())));
    volume.cache().ifPresent(cache -> sentences.addAll(cache(cache)));
    return sentences;
  }

  private List<String> cache(Cache cache) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Its cache on "
            + cache.on().on(node).stream().map(LayerWords::below).collect(Collectors.joining(", "))
            + ": "
            + rounded(cache.size())
            + ".");
    if (cache.kind() == Cache.Kind.DM_CACHE) {
      Size metadata = cache.metadata().orElseGet(() -> PoolMetadata.ofCache(cache.size()));
      sentences.add(
          "The metadata of the cache: "
              + (cache.metadata().isPresent()
                  ? "as declared "
                  : "a thousandth of it, at least "
                      + PoolMetadata.LEAST_CACHE
                      + " and what LVM demands: ")
              + rounded(metadata)
              + "; the same again as a spare, unless the group has a larger one.");
    }
    return sentences;
  }

  private List<String> pool(Layer.ThinPool pool) {
    List<String> sentences = new ArrayList<>(List.of(size(pool, pool.size())));
    Optional<GroupDivision.Part> part = sizes.part(pool);
    sentences.add(
        "Its metadata: "
            + pool.metadata()
                .map(size -> "as declared " + rounded(size))
                .orElse(
                    "64 bytes for each chunk"
                        + pool.chunk().map(chunk -> " of " + chunk).orElse("")
                        + ", at least "
                        + PoolMetadata.LEAST_THIN
                        + part.map(p -> ": " + p.metadata()).orElse(""))
            + ".");
    sentences.addAll(promised(pool));
    sentences.add(
        pool.autoExtend().isOn()
            ? "It grows by "
                + pool.autoExtend().by()
                + " when "
                + pool.autoExtend().at()
                + " are full, out of what "
                + below(pool)
                + " has left"
                + sizes
                    .division(cluster.lowerLayers(pool).getFirst().name())
                    .map(division -> ": " + division.left())
                    .orElse("")
                + "."
            : "It does not grow by itself.");
    return sentences;
  }

  /** What its volumes seem to have, against what there is. */
  private List<String> promised(Layer.ThinPool pool) {
    List<Layer.ThinVolume> volumes =
        cluster.above(pool).stream()
            .filter(Layer.ThinVolume.class::isInstance)
            .map(Layer.ThinVolume.class::cast)
            .filter(volume -> cluster.nodesOf(volume).contains(node))
            .toList();
    if (volumes.isEmpty()) {
      return List.of();
    }
    Size sum = new Size(volumes.stream().mapToLong(volume -> volume.size().bytes()).sum());
    String terms =
        volumes.stream()
            .map(volume -> volume.name() + " " + volume.size())
            .collect(Collectors.joining(" + "));
    String share =
        sizes
            .of(pool.name())
            .filter(size -> size.bytes() > 0)
            .map(size -> ", " + (long) (100.0 * sum.bytes() / size.bytes()) + " % of " + size)
            .orElse("");
    return List.of(
        "Promised to its volumes: "
            + terms
            + (volumes.size() > 1 ? " = " + sum : "")
            + share
            + ".");
  }
}
