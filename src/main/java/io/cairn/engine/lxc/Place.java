package io.cairn.engine.lxc;

import io.cairn.engine.Context;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.FileSystemFormat;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;

/**
 * Where a container lives.
 *
 * @param below the file system layer that it lies over
 */
record Place(LayerName name, Layer.FileSystem below) {
  /** Where plain LXC tools look (lxc.system.conf(5), {@code lxc.lxcpath}). */
  static final String REGISTRY = "/var/lib/lxc";

  static Place of(Layer.Lxc layer, Cluster cluster) {
    return cluster.lowerLayers(layer).stream()
        .filter(Layer.FileSystem.class::isInstance)
        .map(Layer.FileSystem.class::cast)
        .findFirst()
        .map(below -> new Place(layer.name(), below))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This is a bug in Cairn: " + layer.name() + " over no file system"));
  }

  /** The layer that a container lies over, as the cluster file names it. */
  static LayerName overName(Layer.Lxc layer) {
    return layer.over().parts().stream()
        .filter(Below.OnLayer.class::isInstance)
        .map(part -> ((Below.OnLayer) part).name())
        .findFirst()
        .orElseThrow();
  }

  /** Whether its root file system is a subvolume, which can be snapshotted and cloned. */
  boolean hasSubvolumes() {
    return below.format() == FileSystemFormat.BTRFS;
  }

  String mount() {
    return below.mount();
  }

  /** The folder of all containers on the file system. */
  String all() {
    return mount() + "/lxc";
  }

  String home() {
    return all() + "/" + name;
  }

  String rootfs() {
    return home() + "/rootfs";
  }

  String config() {
    return home() + "/config";
  }

  /** Where it is unpacked; what is here is not whole. */
  String unfinished() {
    return all() + "/.cairn-new-" + name;
  }

  /** Where it is moved to be deleted. */
  String condemned() {
    return all() + "/.cairn-gone-" + name;
  }

  /** A restored root file system that has not taken its place yet. */
  String restored() {
    return home() + "/rootfs.cairn-restored";
  }

  /** The root file system that a restored one has replaced. */
  String replaced() {
    return home() + "/rootfs.cairn-replaced";
  }

  /** The folder of the container's snapshots. */
  String snapshots() {
    return mount() + "/.cairn/snapshots/" + name;
  }

  /** The folder of the marks of those snapshots that are of a schedule. */
  String schedules() {
    return mount() + "/.cairn/schedules/" + name;
  }

  /** Its name among the node's containers. */
  String link() {
    return REGISTRY + "/" + name;
  }

  /** The configuration with which it was started; gone after a reboot. */
  String started() {
    return "/run/cairn/lxc/" + name + ".config";
  }

  /** Whether the file system is mounted there, from the planned device. */
  boolean isMounted(NodeFacts facts, NodeName node, Context context) {
    DevicePath device = context.deviceBelow(below, node);
    return facts
        .mounts()
        .at(mount())
        .filter(mount -> DevicePath.isValid(mount.source()))
        .flatMap(mount -> facts.blocks().at(new DevicePath(mount.source())))
        .filter(found -> facts.blocks().at(device).filter(found::equals).isPresent())
        .isPresent();
  }
}
