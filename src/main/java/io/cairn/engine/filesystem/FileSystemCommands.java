package io.cairn.engine.filesystem;

import io.cairn.engine.Begun;
import io.cairn.engine.Command;
import io.cairn.engine.Shell;
import io.cairn.engine.Units;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;

/** From intent to arguments. */
final class FileSystemCommands {
  /** udev reads the new signature before anything looks for it. */
  static final Command SETTLE = Command.exec("udevadm", "settle", "--timeout=30");

  private FileSystemCommands() {}

  /**
   * Makes the file system. mkfs.btrfs(8) and mkfs.xfs(8) refuse a device with another one by
   * themselves, mke2fs(8) without a terminal does not: the step's guard does it for all.
   */
  static Command make(Layer.FileSystem layer, DevicePath device) {
    String label = Label.of(layer);
    return switch (layer.format()) {
      case BTRFS -> Command.exec("mkfs.btrfs", "--quiet", "--label", label, "--", device.text());
      case EXT4 -> Command.exec("mkfs.ext4", "-q", "-L", label, "--", device.text());
      case XFS -> Command.exec("mkfs.xfs", "-q", "-L", label, "--", device.text());
    };
  }

  /** Makes the file system where an unfinished one is, of which mkfs is told by wiping it. */
  static Command makeAgain(Layer.FileSystem layer, DevicePath device) {
    return Command.script(wipe(device).toShell() + "\n" + make(layer, device).toShell());
  }

  /**
   * Makes the file system unless it is there: for a device that the survey could not read. The
   * step's guard has proved that it is blank or ours; what is ours and not there is unfinished.
   */
  static Command makeUnlessOurs(Layer.FileSystem layer, FileSystemGuards guards) {
    Command make =
        switch (layer.format()) {
          case BTRFS, EXT4 -> make(layer, guards.device());
          case XFS -> makeAgain(layer, guards.device());
        };
    return Command.script(
        "if "
            + guards.holdsOurs()
            + "; then progress 'the file system is there already'\nelse "
            + make.toShell()
            + "; fi");
  }

  /** Stands on the node while the file system is being made. */
  static Begun begun(Layer.FileSystem layer) {
    return new Begun("/var/lib/cairn/filesystem/" + layer.name() + ".started");
  }

  static Command directory(Layer.FileSystem layer) {
    return Command.exec("mkdir", "--parents", "--", layer.mount());
  }

  /** chattr(1): even root can put nothing into it as long as nothing is mounted there. */
  static Command seal(Layer.FileSystem layer) {
    return Command.exec("chattr", "+i", "--", layer.mount());
  }

  /** Mounts it. */
  static Command start(Layer.FileSystem layer) {
    return Command.exec("systemctl", "start", "--", unit(layer));
  }

  /** Applies changed options to what is mounted (a remount). */
  static Command remount(Layer.FileSystem layer) {
    return Command.exec("systemctl", "reload", "--", unit(layer));
  }

  /** Unmounts it; when it is busy, says by whom. */
  static Command stop(Layer.FileSystem layer) {
    String path = Shell.quote(layer.mount());
    return Command.script(
        """
        if ! systemctl stop -- %1$s || mountpoint --quiet -- %2$s; then
          echo "%3$s is in use by:" >&2
          fuser --verbose --mount %2$s >&2 || echo 'no process that fuser can see' >&2
          exit 1
        fi"""
            .formatted(Shell.quote(unit(layer)), path, layer.mount()));
  }

  static Command wipe(DevicePath device) {
    return Command.exec("wipefs", "--all", "--", device.text());
  }

  /** Takes mount point and unit away; what is not there is no error. */
  static Command remove(Layer.FileSystem layer) {
    return Command.script(
        """
        if [ -d %1$s ]; then
          chattr -i -- %1$s
          rmdir -- %1$s
        fi
        systemctl disable --quiet --no-reload -- %2$s 2>/dev/null || true
        rm --force -- %3$s %4$s
        systemctl daemon-reload
        systemctl reset-failed -- %2$s 2>/dev/null || true"""
            .formatted(
                Shell.quote(layer.mount()),
                Shell.quote(unit(layer)),
                Shell.quote(Units.path(unit(layer))),
                Shell.quote(begun(layer).path())));
  }

  private static String unit(Layer.FileSystem layer) {
    return Units.mount(layer.mount());
  }
}
