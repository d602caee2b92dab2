package io.cairn.sim;

import java.util.List;
import java.util.Optional;

/** Mounts of a server, the real ones that its processes see together with what its kernel tells. */
final class Mounting {
  private Mounting() {}

  /** Mounts a file system. Answers why it cannot; empty when it did. */
  static String mount(Server server, String what, String where, String type, String options) {
    String device = server.kernelPath(what);
    Optional<Content> content = content(server, device);
    if (content.isEmpty()) {
      return "mount: " + where + ": cannot open " + what + ".";
    }
    if (!(content.get() instanceof Content.FileSystem system)
        || !(type.equals("auto") || type.equals(system.type()))) {
      return "mount: " + where + ": wrong fs type, bad option, bad superblock on " + what + ".";
    }
    if (!server.kernel().mountAt(where).map(Kernel.Mount::source).orElse("").isEmpty()) {
      return "mount: " + where + ": already mounted.";
    }
    if (!server.machine().hasFile(where)) {
      return "mount: " + where + ": mount point does not exist.";
    }
    server
        .machine()
        .runPlain("/usr/lib/sim/real-mount", "--bind", "/sim/content/" + system.tree(), where);
    server
        .kernel()
        .mounts
        .add(
            new Kernel.Mount(
                where, device, system.type(), List.of(("rw,relatime," + options).split(","))));
    return "";
  }

  /** Unmounts what is there. Answers why it cannot; empty when it did, or nothing was mounted. */
  static String unmount(Server server, String where) {
    Optional<Kernel.Mount> mount = server.kernel().mountAt(where);
    if (mount.isEmpty()) {
      return "";
    }
    if (server.kernel().containers.stream().anyMatch(c -> Containers.isOn(server, c, where))) {
      return "umount: " + where + ": target is busy.";
    }
    server.machine().runPlain("/usr/lib/sim/real-umount", "--lazy", where);
    server.kernel().mounts.remove(mount.get());
    return "";
  }

  /** What can be read of a device; empty where it cannot be opened. */
  static Optional<Content> content(Server server, String device) {
    return server
        .block(device)
        .filter(block -> block.isReadable() && server.over(block).isEmpty())
        .map(Block::content);
  }
}
