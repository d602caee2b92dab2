package io.cairn.sim;

import static java.util.Map.entry;

import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a fresh server is made of: disks, the installed system, its kernel modules, vendor units.
 */
final class Hardware {
  private static final Map<String, String> MODULES =
      Map.ofEntries(
          entry("drbd", "8.4.11"),
          entry("btrfs", ""),
          entry("xfs", ""),
          entry("ext4", ""),
          entry("veth", ""),
          entry("bridge", "2.3"),
          entry("dm_mod", ""),
          entry("dm_thin_pool", ""),
          entry("dm_cache", ""),
          entry("dm_cache_smq", ""),
          entry("raid1", ""),
          entry("raid10", ""),
          entry("raid456", ""));

  // small, so that reading it in full is soon done
  private static final Size SIZE = new Size(128L << 20);

  static final String BY_ID = "/dev/disk/by-id/virtio-";

  private Hardware() {}

  /** The disks that the cluster file names there, and two of somebody else. */
  static List<Disk> disks(NodeName node, Cluster cluster) {
    Map<String, Size> sizes = new TreeMap<>();
    for (DevicePath path : cluster.disksOf(node).keySet()) {
      String serial = path.text().substring(BY_ID.length());
      sizes.put(serial, cluster.lab().disks().getOrDefault(serial, SIZE));
    }
    List<Disk> disks = new ArrayList<>();
    sizes.forEach(
        (serial, size) ->
            disks.add(disk(disks.size(), serial, size, Disk.Owner.CLUSTER, new Content.Zero())));
    Content archive =
        new Content.FileSystem("ext4", "archive", "f0-" + node, "none", SIZE.bytes(), 7);
    disks.add(disk(disks.size(), "archive", SIZE, Disk.Owner.FOREIGN, archive));
    disks.add(disk(disks.size(), "scratch", SIZE, Disk.Owner.FOREIGN, new Content.Zero()));
    return List.copyOf(disks);
  }

  /** Those that the file names and the server does not have. */
  static List<Disk> newDisks(Server server, Cluster file) {
    List<Disk> disks = new ArrayList<>();
    for (DevicePath path : file.disksOf(server.machine().name()).keySet()) {
      if (server.disk(path.text()).isEmpty()) {
        String serial = path.text().substring(BY_ID.length());
        disks.add(
            disk(
                server.disksSoFar() + disks.size(),
                serial,
                file.lab().disks().getOrDefault(serial, SIZE),
                Disk.Owner.CLUSTER,
                new Content.Zero()));
      }
    }
    return disks;
  }

  /** A blank one of the same size at the same place; the kernel has another name for it. */
  static Disk like(Server server, Disk dead) {
    return new Disk(
        "/dev/vd" + (char) ('b' + server.disksSoFar()),
        dead.links(),
        dead.size(),
        dead.owner(),
        new Content.Zero());
  }

  private static Disk disk(
      int number, String serial, Size size, Disk.Owner owner, Content content) {
    return new Disk(
        "/dev/vd" + (char) ('b' + number), List.of(BY_ID + serial), size.bytes(), owner, content);
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
    String name = module.matches("raid[56]") ? "raid456" : module.replace('-', '_');
    if (!MODULES.containsKey(name)) {
      return false;
    }
    server.kernel().modules.put(name, MODULES.getOrDefault(name, ""));
    return true;
  }

  /**
   * The version that a module says it has; empty for none, absent where there is no such module.
   */
  static Optional<String> module(String module) {
    return Optional.ofNullable(MODULES.get(module.replace('-', '_')));
  }

  /** The units that packages bring: of their daemons only matters whether they are active. */
  static Optional<UnitFile> vendorUnit(Server server, String name) {
    boolean there =
        switch (name) {
          case "chrony.service" -> server.packages.contains("chrony");
          case "dm-event.socket", "lvm2-monitor.service" -> server.packages.contains("lvm2");
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
