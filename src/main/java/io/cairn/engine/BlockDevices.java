package io.cairn.engine;

import io.cairn.graph.DevicePath;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The block devices of a node as lsblk(8) shows them, with every symbolic link that leads to one.
 */
public final class BlockDevices {
  private final List<Device> devices;
  private final Map<String, String> aliases;
  private final Map<String, Device> byNode = new HashMap<>();

  /**
   * All of them.
   *
   * @param devices by path, as in {@code /dev/vda}, {@code /dev/mapper/VG1-data}, in lsblk's order
   * @param aliases device node by link, as in {@code /dev/disk/by-id/virtio-store1 -> /dev/vda},
   *     {@code /dev/VG1/data -> /dev/dm-3}
   */
  public BlockDevices(List<Device> devices, Map<String, String> aliases) {
    this.devices = List.copyOf(devices);
    this.aliases = Map.copyOf(aliases);
    this.devices.forEach(device -> byNode.putIfAbsent(node(device.path()), device));
  }

  /** In lsblk's order. */
  public List<Device> devices() {
    return devices;
  }

  /** The device node behind each link. */
  public Map<String, String> aliases() {
    return aliases;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockDevices blocks
        && devices.equals(blocks.devices)
        && aliases.equals(blocks.aliases);
  }

  @Override
  public int hashCode() {
    return Objects.hash(devices, aliases);
  }

  @Override
  public String toString() {
    return "BlockDevices[devices=%s, aliases=%s]".formatted(devices, aliases);
  }

  /**
   * One block device.
   *
   * @param path kernel path
   * @param type lsblk's TYPE: disk, part, lvm, raid1, ...
   * @param signature the file system or other signature that udev knows of (blkid's TYPE)
   * @param partitionTable gpt, dos, or empty
   * @param parents kernel paths of what it lies on
   * @param medium whether it is a turning disk
   */
  public record Device(
      String path,
      Size size,
      String type,
      Optional<String> signature,
      Optional<String> uuid,
      Optional<String> partitionTable,
      Optional<String> partitionLabel,
      List<String> mountPoints,
      Optional<String> serial,
      List<String> parents,
      Access access,
      Medium medium) {
    public Device {
      mountPoints = List.copyOf(mountPoints);
      parents = List.copyOf(parents);
    }
  }

  /** Whether a device takes writes. */
  public enum Access {
    READ_WRITE,
    READ_ONLY
  }

  /** What a disk is made of, as far as the kernel says. */
  public enum Medium {
    ROTATING,
    SOLID
  }

  /** The device at that path or behind that link. */
  public Optional<Device> at(DevicePath path) {
    return Optional.ofNullable(byNode.get(node(path.text())));
  }

  /** Every path of the device: its own, the node behind it, and all links to that. */
  public Set<String> paths(Device device) {
    String node = node(device.path());
    Set<String> paths = new TreeSet<>(List.of(device.path(), node));
    aliases.forEach(
        (link, to) -> {
          if (to.equals(node)) {
            paths.add(link);
          }
        });
    return paths;
  }

  // lsblk names a mapped device by its link, /dev/mapper/NAME, all others by their node
  String node(String path) {
    return aliases.getOrDefault(path, path);
  }

  /** What lies directly on that device: partitions, volumes, arrays. */
  public List<Device> over(Device below) {
    return devices.stream().filter(device -> device.parents().contains(below.path())).toList();
  }

  /**
   * What uses that device, as in {@code mounted at /srv} or {@code lvm /dev/mapper/vg-lv}. A
   * partition is content and no use; what uses the partition uses the disk.
   */
  public List<String> users(Device below) {
    List<String> users = new ArrayList<>(mounted(below));
    over(below).forEach(upper -> users.addAll(usersBy(upper)));
    return users;
  }

  /** The uses of what is below that device, which come from it. */
  public List<String> usersBy(Device upper) {
    if (!upper.type().equals("part")) {
      return List.of(upper.type() + " " + upper.path());
    }
    return users(upper).stream().map(user -> upper.path() + " " + user).toList();
  }

  /** Where that device itself is mounted, in words. */
  public static List<String> mounted(Device device) {
    return device.mountPoints().stream()
        .map(point -> point.equals("[SWAP]") ? "used as swap" : "mounted at " + point)
        .toList();
  }
}
