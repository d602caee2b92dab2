package io.cairn.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One node of the simulated cluster: its machine, its disks, and what its kernel knows. */
final class Server {
  private final World world;
  private final Machine machine;
  private final List<Disk> disks;
  private int disksSoFar;
  final Set<String> packages = new TreeSet<>();
  final Set<String> immutable = new TreeSet<>();
  final Durability durability;
  private final DeviceFiles files = new DeviceFiles();
  private final Map<String, String> published = new HashMap<>();
  private Kernel kernel = new Kernel("off");

  Server(World world, Machine machine, List<Disk> disks) {
    this.world = world;
    this.machine = machine;
    this.disks = new ArrayList<>(disks);
    this.disksSoFar = disks.size();
    this.durability = new Durability(machine);
  }

  World world() {
    return world;
  }

  Machine machine() {
    return machine;
  }

  String name() {
    return machine.name().text();
  }

  Kernel kernel() {
    return kernel;
  }

  List<Disk> disks() {
    return List.copyOf(disks);
  }

  /** How many it ever had: no name of a disk is given again. */
  int disksSoFar() {
    return disksSoFar;
  }

  /** A disk dies and is taken out while it runs; a blank one with the same name is put in. */
  void replace(Disk dead) {
    disks.remove(dead);
    kernel.arrays.values().forEach(array -> array.lose(dead));
    add(List.of(Hardware.like(this, dead)));
  }

  /** Disks that are put in while it runs. */
  void add(List<Disk> more) {
    disks.addAll(more);
    disksSoFar += more.size();
    publish();
  }

  boolean isOn() {
    return machine.isOn();
  }

  /** The kernel comes up; the units come later. */
  void boot(String bootId) {
    kernel = new Kernel(bootId);
    kernel.mounts.add(new Kernel.Mount("/", "/dev/vda1", "ext4", List.of("rw", "relatime")));
    for (String module : List.of("virtio_blk", "ext4")) {
      kernel.modules.put(module, "");
    }
    published.clear();
    Appearance.all(this);
    publish();
    machine.powerOn();
  }

  void losePower() {
    kernel = new Kernel("off");
    machine.powerOff();
  }

  /** Everything that can be opened as a block device, the lower before the upper. */
  List<Block> blocks() {
    List<Block> all = new ArrayList<>(disks);
    all.addAll(kernel.arrays.values());
    all.addAll(kernel.mapped.values());
    all.addAll(kernel.replicas.values());
    all.addAll(kernel.loops.values());
    return all;
  }

  /** The device at that path or behind that link. */
  Optional<Block> block(String path) {
    return blocks().stream().filter(block -> block.isCalled(path)).findFirst();
  }

  /** What lies directly on that device. */
  List<Block> over(Block lower) {
    return blocks().stream().filter(block -> block.lower().contains(lower)).toList();
  }

  /** What has that device in use: mounts, and what lies on it. */
  List<String> users(Block block) {
    List<String> users = new ArrayList<>(over(block).stream().map(Block::path).toList());
    mountsOf(block.path()).forEach(mount -> users.add(mount.target()));
    return users;
  }

  /** The disk at that path or behind that link. */
  Optional<Disk> disk(String path) {
    return disks.stream()
        .filter(disk -> disk.path().equals(path) || disk.links().contains(path))
        .findFirst();
  }

  /** The kernel's name of a device path; the path itself where it is no link. */
  String kernelPath(String path) {
    return block(path).map(Block::path).orElse(path);
  }

  /** Where the mount's directory is for this JVM. */
  Path place(String path) {
    return machine.at(path);
  }

  /** Brings the files in line by which the kernel tells what it knows. */
  void publish() {
    put("/proc/sys/kernel/random/boot_id", kernel.bootId + "\n");
    put("/proc/meminfo", "MemTotal:        2014504 kB\n");
    StringBuilder modules = new StringBuilder();
    kernel.modules.forEach((module, _) -> modules.append(module).append(" 16384 0 - Live 0x0\n"));
    put("/proc/modules", modules.toString());
    kernel.modules.forEach(
        (module, version) -> {
          if (!version.isEmpty()) {
            put("/sys/module/" + module + "/version", version + "\n");
          }
        });
    if (kernel.modules.containsKey("drbd")) {
      put("/proc/drbd", Replication.proc(this));
    } else {
      remove("/proc/drbd");
      remove("/sys/module/drbd/version");
    }
    kernel.addresses.keySet().forEach(card -> put("/sys/class/net/" + card + "/speed", "1000\n"));
    files.publish(this);
  }

  private void put(String path, String text) {
    if (!text.equals(published.put(path, text))) {
      machine.writeFile(path, text);
    }
  }

  private void remove(String path) {
    if (published.remove(path) != null || machine.hasFile(path)) {
      try {
        Files.deleteIfExists(machine.at(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Every line that a mount of this server holds open. */
  List<Kernel.Mount> mountsOf(String device) {
    return new ArrayList<>(
        kernel.mounts.stream().filter(mount -> mount.source().equals(device)).toList());
  }
}
