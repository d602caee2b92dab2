package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Shell;
import io.cairn.graph.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands that make a container's root file system: under another name, renamed when it is
 * whole.
 *
 * @param ids the range in which its files are; empty for a privileged one
 */
record ContainerCreation(Layer.Lxc layer, Place place, Optional<IdRange> ids) {

  List<Command> commands(Image image) {
    List<Command> commands = new ArrayList<>();
    commands.add(clearAway());
    switch (image) {
      case Image.Tarball tarball -> {
        commands.add(room());
        commands.add(unpack(tarball));
      }
      case Image.Download download -> commands.add(fetch(download));
    }
    commands.add(new Settling(layer, place.unfinished() + "/rootfs", ids).atFirst());
    commands.add(finish());
    return List.copyOf(commands);
  }

  /** What an interrupted attempt left. */
  Command clearAway() {
    return Command.script(
        "mkdir --parents --mode=0755 -- %s\n".formatted(Shell.quote(place.all()))
            + LxcShell.deleteTree(place, place.unfinished()));
  }

  private Command room() {
    String rootfs = Shell.quote(place.unfinished() + "/rootfs");
    String make =
        place.hasSubvolumes()
            ? "btrfs subvolume create -- " + rootfs + " > /dev/null"
            : "mkdir --mode=0755 -- " + rootfs;
    String own =
        ids.map(range -> "\nchown %1$d:%1$d -- %2$s".formatted(range.start(), rootfs)).orElse("");
    return Command.script(
        "mkdir --mode=0755 -- %s\n%s%s".formatted(Shell.quote(place.unfinished()), make, own));
  }

  /**
   * Unpacks as the container's root, so that owners and file capabilities come out right. Device
   * nodes cannot be made there and are not needed: LXC fills {@code /dev}.
   */
  private Command unpack(Image.Tarball tarball) {
    List<String> argv = new ArrayList<>(ids.map(IdRange::prefix).orElse(List.of()));
    argv.addAll(List.of("tar", "--extract"));
    tarball.unpacker().ifPresent(argv::add);
    argv.addAll(
        List.of(
            "--file=-",
            "--directory=" + place.unfinished() + "/rootfs",
            "--numeric-owner",
            "--preserve-permissions",
            "--xattrs",
            "--xattrs-include=security.capability",
            // not within the tree: a folder dev elsewhere is unpacked
            "--anchored",
            "--exclude=./dev/*",
            "--exclude=dev/*"));
    return Command.script(
        "progress %s\n%s < %s"
            .formatted(
                Shell.quote("unpacking " + tarball.path()),
                Shell.join(argv),
                Shell.quote(tarball.path())));
  }

  /** The template runs within the same range of ids; its configuration is replaced later. */
  private Command fetch(Image.Download image) {
    String map = ids.map(IdRange::config).orElse("");
    return Command.script(
        """
        progress 'fetching %1$s %2$s from the image server'
        umask 022
        mkdir --parents -- /run/cairn/lxc
        printf '%%s' %3$s > /run/cairn/lxc/%4$s.create
        lxc-create --lxcpath=%5$s --name=%6$s --config=/run/cairn/lxc/%4$s.create --bdev=%7$s --template=download -- --dist=%1$s --release=%2$s --arch="$(dpkg --print-architecture)\""""
            .formatted(
                image.distribution(),
                image.release(),
                Shell.quote(map),
                layer.name(),
                Shell.quote(place.all()),
                place.unfinished().substring(place.all().length() + 1),
                place.hasSubvolumes() ? "btrfs" : "dir"));
  }

  /** Everything is on the disk before it gets its name. */
  Command finish() {
    return Command.script(
        "sync --file-system -- %1$s\nmv --no-target-directory -- %1$s %2$s"
            .formatted(Shell.quote(place.unfinished()), Shell.quote(place.home())));
  }
}
