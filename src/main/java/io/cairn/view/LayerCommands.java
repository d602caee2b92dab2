package io.cairn.view;

import io.cairn.engine.DeviceNames;
import io.cairn.engine.Shell;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands that one has use for with a layer. */
record LayerCommands(Layer layer, Cluster cluster) {
  /**
   * One of them.
   *
   * @param does completes "it ..."
   */
  record Use(String command, String does) {}

  /** Of Cairn, where it is started. */
  List<Use> ofCairn() {
    String name = layer.name().text();
    List<Use> uses = new ArrayList<>();
    uses.add(new Use("cairn status --target " + name, "tells how it is, with what it lies over"));
    uses.add(
        new Use(
            "cairn plan --target " + name + " --commands",
            "shows the exact commands that make it as the file says"));
    uses.add(new Use("cairn runbook --target " + name, "writes them down for a person"));
    cluster.replicatedBase(layer).ifPresent(base -> uses.addAll(moving(base)));
    if (isKeptBySnapshots()) {
      uses.add(new Use("cairn snapshot create " + name + " NAME", "keeps it as it is now"));
    }
    if (layer instanceof Layer.Lxc) {
      uses.add(new Use("cairn clone " + name + " NAME", "copies it to a new container"));
    }
    uses.add(
        new Use(
            "cairn destroy " + name + " --destroy " + name,
            "takes it away with its data and all that lies over it"));
    return uses;
  }

  private boolean isKeptBySnapshots() {
    return switch (layer) {
      case Layer.Lxc _ -> true;
      case Layer.FileSystem fileSystem -> fileSystem.format() == FileSystemFormat.BTRFS;
      case Layer.Partition _,
          Layer.Raid _,
          Layer.VolumeGroup _,
          Layer.LogicalVolume _,
          Layer.ThinPool _,
          Layer.ThinVolume _,
          Layer.Drbd _ ->
          false;
    };
  }

  private List<Use> moving(Layer.Drbd base) {
    List<Use> uses = new ArrayList<>();
    uses.add(
        new Use(
            "cairn move " + layer.name() + " NODE",
            "makes it active on that node, with all over " + base.name()));
    uses.add(
        new Use("cairn failover " + layer.name() + " NODE", "does so when the other node is dead"));
    if (layer.equals(base)) {
      uses.add(new Use("cairn verify " + base.name(), "compares the copies block by block"));
      uses.add(new Use("cairn resolve " + base.name() + " --keep NODE", "ends a split brain"));
    }
    return uses;
  }

  /** Of the engine, on a node; none of them changes anything. */
  List<Use> ofEngine() {
    List<Use> uses = new ArrayList<>(looking());
    Units.active(layer, cluster)
        .ifPresent(
            unit -> {
              String quoted = Shell.join(List.of(unit));
              uses.add(new Use("systemctl status " + quoted, "shows its unit, active while it is"));
              uses.add(new Use("journalctl --unit=" + quoted, "shows what that said"));
            });
    return uses;
  }

  private List<Use> looking() {
    String name = layer.name().text();
    return switch (layer) {
      case Layer.Partition _ -> devices("lsblk ", "shows it, and what stands on it");
      case Layer.Raid _ -> devices("mdadm --detail ", "shows its members");
      case Layer.VolumeGroup _ ->
          List.of(
              new Use("vgs " + name, "shows its size and what is free"),
              new Use("pvs --select vg_name=" + name, "shows its physical volumes"),
              new Use("lvs --all --options +devices " + name, "shows all that is in it"));
      case Layer.LogicalVolume _, Layer.ThinPool _ -> volumes(layer);
      case Layer.ThinVolume _ -> volumes(cluster.lowerLayers(layer).getFirst());
      case Layer.Drbd _ ->
          List.of(
              new Use("cat /proc/drbd", "shows roles, connections and copies (8.4 module)"),
              new Use("drbdadm role " + name, "tells which roles its nodes have in it"),
              new Use("drbdadm dstate " + name, "tells whether the copies are up to date"));
      case Layer.FileSystem fileSystem ->
          List.of(
              new Use(
                  "findmnt " + Shell.join(List.of(fileSystem.mount())),
                  "shows what is mounted there"),
              new Use("df " + Shell.join(List.of(fileSystem.mount())), "shows how full it is"));
      case Layer.Lxc _ ->
          List.of(new Use("lxc-info --name=" + name, "shows whether it runs, and its addresses"));
    };
  }

  private List<Use> volumes(Layer inGroup) {
    String group = cluster.lowerLayers(inGroup).getFirst().name().text();
    LayerName name = layer.name();
    return List.of(
        new Use(
            "lvs --all --options +devices " + group + "/" + name, "shows it, and where it lies"));
  }

  /** By its path, which can be another one on each node. */
  private List<Use> devices(String command, String does) {
    Map<String, List<NodeName>> nodes =
        cluster.nodesOf(layer).stream()
            .flatMap(
                node ->
                    DeviceNames.of(layer, node, cluster).map(DevicePath::text).stream()
                        .map(path -> Map.entry(path, node)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    return nodes.entrySet().stream()
        .flatMap(
            entry ->
                Stream.of(
                    new Use(
                        command + entry.getKey(),
                        does
                            + (nodes.size() == 1
                                ? ""
                                : ", on "
                                    + entry.getValue().stream()
                                        .map(NodeName::text)
                                        .collect(Collectors.joining(", "))))))
        .toList();
  }
}
