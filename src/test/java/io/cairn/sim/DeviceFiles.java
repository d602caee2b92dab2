package io.cairn.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The files below /dev and /sys by which a server's block devices are seen. */
final class DeviceFiles {
  private Map<String, Entry> shown = new HashMap<>();

  /** What a path is. */
  private sealed interface Entry {
    /** A device node of the image. */
    record Node(String kind) implements Entry {}

    record Link(String to) implements Entry {}

    record Text(String text) implements Entry {}

    record Folder() implements Entry {}
  }

  /** Brings the files in line with what the kernel knows. */
  void publish(Server server) {
    Map<String, Entry> wanted = new TreeMap<>();
    wanted.put("/dev/vda", new Entry.Node("open"));
    wanted.put("/dev/vda1", new Entry.Node("open"));
    server.blocks().forEach(block -> add(block, server, wanted));
    for (Map.Entry<String, Entry> old : shown.entrySet()) {
      if (!old.getValue().equals(wanted.get(old.getKey()))) {
        delete(server.machine().at(old.getKey()));
      }
    }
    wanted.forEach(
        (path, entry) -> {
          if (!entry.equals(shown.get(path))) {
            write(server.machine(), path, entry);
          }
        });
    shown = wanted;
  }

  private static void add(Block block, Server server, Map<String, Entry> wanted) {
    wanted.put(block.node(), new Entry.Node(block.isReadable() ? "open" : "closed"));
    if (!block.path().equals(block.node())) {
      wanted.put(block.path(), new Entry.Link(block.node()));
    }
    block.links().forEach(link -> wanted.put(link, new Entry.Link(block.node())));
    if (isLabelled(block)) {
      wanted.put(
          "/dev/disk/by-id/lvm-pv-uuid-" + block.content().uuid(), new Entry.Link(block.node()));
    }
    String sys = "/sys/class/block/" + block.name();
    wanted.put(sys + "/size", new Entry.Text(block.size() / 512 + "\n"));
    wanted.put(sys + "/holders", new Entry.Folder());
    server.over(block).forEach(o -> wanted.put(sys + "/holders/" + o.name(), new Entry.Text("")));
    switch (block) {
      case Disk _ ->
          wanted.put(sys + "/queue/write_zeroes_max_bytes", new Entry.Text("2147483136\n"));
      case Mapped mapped -> wanted.put(sys + "/dm/name", new Entry.Text(mapped.mapping() + "\n"));
      case MdArray array -> add(array, wanted);
      case Loop _ -> {
        // nothing more is asked of it
      }
      case Replica _ -> wanted.put("/sys/block/" + block.name(), new Entry.Link(sys));
      default -> throw new IllegalStateException("a device of an unknown kind: " + block);
    }
  }

  /** Whether udev finds a physical volume on it: it does not look into parts of volumes. */
  private static boolean isLabelled(Block block) {
    return block.isReadable()
        && !block.links().isEmpty()
        && block.signature().equals("LVM2_member");
  }

  private static void add(MdArray array, Map<String, Entry> wanted) {
    String md = "/sys/block/" + array.name() + "/md/";
    Map<String, String> values = new TreeMap<>();
    values.put("level", array.isStarted() ? array.level() : "");
    values.put("array_state", array.isStarted() ? "clean" : "inactive");
    values.put("raid_disks", array.isStarted() ? Integer.toString(array.wanted()) : "0");
    values.put(
        "degraded", array.isStarted() ? Integer.toString(array.wanted() - array.inSync()) : "0");
    boolean recovers = array.isStarted() && array.inSync() < array.members().size();
    values.put("sync_action", recovers ? "recover" : "idle");
    values.put("sync_completed", recovers ? "4096 / 262144" : "none");
    values.put("sync_speed", recovers ? "100000" : "none");
    values.put("resync_start", array.isStarted() ? "none" : "0");
    values.forEach((key, value) -> wanted.put(md + key, new Entry.Text(value + "\n")));
    for (Block member : array.lost()) {
      wanted.put(md + "dev-" + member.name() + "/state", new Entry.Text("faulty\n"));
      wanted.put(
          md + "dev-" + member.name() + "/block",
          new Entry.Link("/sys/class/block/" + member.name()));
    }
    for (Block member : array.members()) {
      boolean isInSync = array.isStarted() && MdArray.member(member).isWhole();
      wanted.put(
          md + "dev-" + member.name() + "/state",
          new Entry.Text(isInSync ? "in_sync\n" : "spare\n"));
      wanted.put(
          md + "dev-" + member.name() + "/block",
          new Entry.Link("/sys/class/block/" + member.name()));
    }
  }

  private static void delete(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Image.delete(path);
      } else {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Machine machine, String path, Entry entry) {
    Path at = machine.at(path);
    try {
      Files.createDirectories(at.getParent());
      switch (entry) {
        case Entry.Node(var kind) -> {
          Files.deleteIfExists(at);
          Files.createLink(at, machine.image().node(kind));
        }
        case Entry.Link(var to) -> {
          Files.deleteIfExists(at);
          Files.createSymbolicLink(at, Path.of(to));
        }
        case Entry.Text(var text) -> Files.writeString(at, text);
        case Entry.Folder _ -> Files.createDirectories(at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
