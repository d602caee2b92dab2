package io.cairn.sim;

import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a fresh server is made of: disks, the installed system, its kernel modules, vendor units.
 */
final class Hardware {
  private static final Map<String, String> MODULES =
      Map.of("drbd", "8.4.11", "btrfs", "", "xfs", "", "ext4", "", "veth", "", "bridge", "2.3");

  // small, so that reading it in full is soon done
  private static final long SIZE = 128L << 20;

  private Hardware() {}

  /** Two disks for the cluster, and two of somebody else. */
  static List<Disk> disks(NodeName node) {
    return List.of(
        disk("/dev/vdb", "store1", Disk.Owner.CLUSTER, new Content.Zero()),
        disk("/dev/vdc", "store2", Disk.Owner.CLUSTER, new Content.Zero()),
        disk(
            "/dev/vdd",
            "archive",
            Disk.Owner.FOREIGN,
            new Content.FileSystem("ext4", "archive", "f0-" + node, "none", 7)),
        disk("/dev/vde", "scratch", Disk.Owner.FOREIGN, new Content.Zero()));
  }

  private static Disk disk(String path, String serial, Disk.Owner owner, Content content) {
    return new Disk(path, List.of("/dev/disk/by-id/virtio-" + serial), SIZE, owner, content);
  }

  /** The files and tools of a Debian 12 as its installer leaves it. */
  static void install(Server server) {
    Machine machine = server.machine();
    machine.writeFile(
        "/etc/os-release",
        "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n");
    machine.writeFile("/etc/hostname", server.name() + "\n");
    machine.writeFile(
        "/etc/hosts", "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
    machine.writeFile("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
    machine.writeFile("/etc/subuid", "");
    machine.writeFile("/etc/subgid", "");
    machine.writeFile("/var/lib/apt/lists/deb_Packages", "Package: all\n");
    machine.writeFile("/lib/modules/" + PlainTools.KERNEL + "/modules.dep", "");
    Toolbox.BASE.forEach(machine::installTool);
    List.of("iproute2", "ifupdown", "e2fsprogs", "util-linux", "systemd", "psmisc")
        .forEach(server.packages::add);
    NetworkTools.install(server);
  }

  /** Loads a module. Whether there is one. */
  static boolean loadModule(Server server, String module) {
    if (!MODULES.containsKey(module)) {
      return false;
    }
    server.kernel().modules.put(module, MODULES.getOrDefault(module, ""));
    return true;
  }

  /**
   * The version that a module says it has; empty for none, absent where there is no such module.
   */
  static Optional<String> module(String module) {
    return Optional.ofNullable(MODULES.get(module));
  }

  /** The units that packages bring: of their daemons only matters whether they are active. */
  static Optional<UnitFile> vendorUnit(Server server, String name) {
    boolean there =
        switch (name) {
          case "chrony.service" -> server.packages.contains("chrony");
          case "drbd.service" -> server.packages.contains("drbd-utils");
          case "lxc.service", "lxc-net.service" -> server.packages.contains("lxc");
          case "networking.service" -> true;
          default -> name.endsWith(".target");
        };
    if (!there) {
      return Optional.empty();
    }
    String service =
        name.endsWith(".service") ? "[Service]\nType=exec\nExecStart=/usr/lib/sim/daemon\n" : "";
    return Optional.of(
        UnitFile.parse(name, "[Unit]\n" + service + "[Install]\nWantedBy=multi-user.target\n"));
  }
}
