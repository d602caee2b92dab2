package io.cairn.engine.lxc;

import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Shell;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;

/** What has to hold on a node immediately before or after a step about containers. */
final class LxcGuards {
  private LxcGuards() {}

  /**
   * Nothing is written below the mount point unless the replicated file system is mounted there.
   */
  static Guard isMounted(Layer.FileSystem below, NodeName node, Context context) {
    DevicePath device = context.deviceBelow(below, node);
    return Guard.that(
        below.mount() + " is mounted from " + device,
        """
        source=$(findmnt --noheadings --nofsroot --first-only --output SOURCE --mountpoint %s)
        [ "$(readlink --canonicalize "$source")" = "$(readlink --canonicalize %s)" ] || { echo "mounted from: $source"; exit 1; }"""
            .formatted(Shell.quote(below.mount()), Shell.quote(device.text())));
  }

  /** No container of that name from elsewhere. */
  static Guard isNoOther(Place place) {
    return Guard.that(
        place.link() + " is free, or already leads to it",
        "[ -L %1$s ] || [ ! -e %1$s ]".formatted(Shell.quote(place.link())));
  }

  static Guard isAbsent(String what, String path) {
    return Guard.that(what, "[ ! -e " + Shell.quote(path) + " ]");
  }

  static Guard isDirectory(String what, String path) {
    return Guard.that(what, "[ -d %1$s ] && [ ! -L %1$s ]".formatted(Shell.quote(path)));
  }

  static Guard isSubvolume(String what, String path) {
    return Guard.that(what, LxcShell.isSubvolume(path));
  }

  static Guard isReadOnlySubvolume(String what, String path) {
    return Guard.that(
        what,
        LxcShell.isSubvolume(path)
            + "\n[ \"$(btrfs property get -ts %s ro)\" = ro=true ]".formatted(Shell.quote(path)));
  }

  /** The container does not run, whoever started it. */
  static Guard isStopped(Layer.Lxc layer) {
    return Guard.that(
        layer.name() + " does not run",
        LxcShell.state(layer)
            + "\n[ \"$state\" = STOPPED ] || [ \"$state\" = none ] || { echo \"it is $state\"; exit 1; }");
  }

  static Guard isRunning(Layer.Lxc layer) {
    return Guard.that(
        layer.name() + " runs",
        LxcShell.state(layer) + "\n[ \"$state\" = RUNNING ] || { echo \"it is $state\"; exit 1; }");
  }

  static Guard hasAddress(Layer.Lxc layer, String address) {
    return Guard.that(
        layer.name() + " has the address " + address,
        LxcShell.addresses(layer) + " | grep --quiet --fixed-strings --line-regexp -- " + address);
  }
}
