package io.cairn.view;

import io.cairn.graph.Cache;
import io.cairn.graph.Cluster;
import io.cairn.graph.DrbdOptions.Protocol;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What happens when a layer fails, or what it lies on, or its node; in sentences. */
record FailureWords(Layer layer, Cluster cluster) {

  List<String> sentences() {
    List<String> sentences = new ArrayList<>(own());
    sentences.addAll(followed());
    sentences.addAll(node());
    return sentences;
  }

  /** What it bears, and how it fails. */
  private List<String> own() {
    return switch (layer) {
      case Layer.Partition _ ->
          List.of("It fails with its disk: there is nothing redundant about a partition.");
      case Layer.Raid raid -> List.of(raid(raid));
      case Layer.VolumeGroup _ ->
          List.of(
              "Where one of its physical volumes is lost, so is what lies on that one; LVM makes no"
                  + " changes to the group until it is back or taken out.");
      case Layer.LogicalVolume volume -> volume.cache().map(FailureWords::cache).stream().toList();
      case Layer.ThinPool pool -> pool(pool);
      case Layer.ThinVolume _ ->
          List.of(
              "When its pool is full, writes to it fail, however much room it seems to have left.");
      case Layer.Drbd drbd -> drbd(drbd);
      case Layer.FileSystem _ ->
          List.of(
              "When the kernel finds it damaged or its device failing, it makes it read-only:"
                  + " `cairn status` tells that. What is deleted or written wrongly in it is so on every"
                  + " copy below: only a backup helps.");
      case Layer.Lxc _ ->
          List.of(
              "When it ends by itself with an error, its unit starts it again after 5 seconds; when it"
                  + " was stopped by hand, it stays so, and `cairn status` tells it.");
    };
  }

  private String raid(Layer.Raid raid) {
    int members = cluster.allBelow(layer, cluster.nodesOf(layer).getFirst()).size();
    int bears =
        switch (raid.level()) {
          case RAID1 -> members - 1;
          case RAID10, RAID5 -> 1;
          case RAID6 -> 2;
        };
    return "It goes on when "
        + (bears == 1 ? "one" : "any " + bears)
        + " of its "
        + members
        + " members "
        + (bears == 1 ? "fails" : "fail")
        + ", and `cairn status` says that it is degraded, with the command that puts in a new"
        + " member. When more fail, all that lies over it is lost on that node.";
  }

  private static String cache(Cache cache) {
    return switch (cache.mode()) {
      case WRITETHROUGH ->
          "When its cache fails, no data is lost, for every write is on the slow device as well: it"
              + " can be used again once the cache is taken away (lvconvert --uncache).";
      case WRITEBACK ->
          "When its cache fails, what it had not written back is lost: with it the volume counts as"
              + " lost.";
    };
  }

  private List<String> pool(Layer.ThinPool pool) {
    return List.of(
        "When it is full, writes to all its volumes fail"
            + (pool.autoExtend().isOn()
                ? ". It grows by itself before, as long as its group has room; `cairn status` warns"
                    + " when that ends."
                : ", and it does not grow by itself: watch `cairn status`."),
        "When its metadata is damaged, none of its volumes can be used until it is repaired into the"
            + " spare (lvconvert --repair).");
  }

  private List<String> drbd(Layer.Drbd drbd) {
    List<NodeName> nodes = cluster.nodesOf(drbd);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "When the disk below it fails on one node, DRBD lets go of that disk and goes on with the"
            + " copy of another node, over the network; what lies over it notices nothing.");
    sentences.add(
        "When the nodes lose each other, the one where it is active goes on alone; the other one"
            + " follows when they meet again. Where both were written to, it is a split brain: `cairn"
            + " resolve` shows both sides and asks.");
    for (int i = 0; i < nodes.size(); i++) {
      for (NodeName to : nodes.subList(i + 1, nodes.size())) {
        sentences.add(
            acknowledged(drbd.options().protocol().between(nodes.get(i), to), nodes.get(i), to));
      }
    }
    return sentences;
  }

  private static String acknowledged(Protocol protocol, NodeName one, NodeName other) {
    String between = "Between " + one + " and " + other + " (protocol " + protocol + ") ";
    return switch (protocol) {
      case A ->
          between + "the last writes can be missing on the copy that is left when a node dies.";
      case B -> between + "a write is lost only where both lose their power at once.";
      case C ->
          between
              + "the copy that is left has every write that was acknowledged while they were connected.";
    };
  }

  /** What it takes with it on its node; the same on several nodes is said once. */
  private List<String> followed() {
    Map<Effects, List<NodeName>> nodes =
        cluster.nodesOf(layer).stream()
            .collect(
                Collectors.groupingBy(
                    node -> Effects.of(layer, node, cluster),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<String> sentences = new ArrayList<>();
    nodes.forEach(
        (effects, on) -> {
          String where = nodes.size() == 1 ? "" : " on " + joined(on);
          if (!effects.fails().isEmpty()) {
            sentences.add(
                "When it fails"
                    + where
                    + ", so does what lies over it there: "
                    + Effects.names(effects.fails())
                    + ".");
          } else if (effects.holds().isEmpty() && effects.uncached().isEmpty()) {
            sentences.add("Nothing lies over it" + where + ".");
          }
          if (!effects.uncached().isEmpty()) {
            sentences.add(
                Effects.names(effects.uncached())
                    + " has its cache there: it loses no data, and can be used again once the cache is"
                    + " taken away (lvconvert --uncache).");
          }
          effects.holds().forEach(held -> sentences.add(held(held) + "."));
        });
    return sentences;
  }

  private String held(Layer held) {
    return held instanceof Layer.Drbd drbd
        ? drbd.name()
            + " goes on with the copy of another of its nodes ("
            + joined(cluster.nodesOf(drbd))
            + "), and so does what lies over "
            + drbd.name()
        : held.name() + " goes on with its other members, and so does what lies over it";
  }

  private List<String> node() {
    return cluster
        .replicatedBase(layer)
        .map(
            base ->
                List.of(
                    "When the node where it is active dies, nothing happens by itself: `cairn"
                        + " failover "
                        + layer.name()
                        + " NODE` takes it into use on "
                        + joined(cluster.nodesOf(base))
                        + ", whichever is left, with all that moves with "
                        + base.name()
                        + "."))
        .orElseGet(
            () ->
                List.of(
                    "When its node dies, it is away until the node is back"
                        + (isUsedByReplica() ? "; its data is on the other nodes as well." : ".")));
  }

  /** Whether something over it has copies on other nodes. */
  private boolean isUsedByReplica() {
    return cluster.upFrom(layer).stream().anyMatch(Layer.Drbd.class::isInstance);
  }

  private static String joined(List<NodeName> nodes) {
    return nodes.stream().map(NodeName::text).collect(Collectors.joining(", "));
  }
}
