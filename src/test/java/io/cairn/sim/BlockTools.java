package io.cairn.sim;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What looks at block devices and wipes them. */
final class BlockTools {
  private BlockTools() {}

  static void add(Map<String, Tool> tools) {
    tools.put("lsblk", BlockTools::lsblk);
    tools.put("blkid", BlockTools::blkid);
    tools.put("wipefs", BlockTools::wipefs);
    tools.put("blockdev", BlockTools::blockdev);
    tools.put("udevadm", _ -> Answer.ok());
    tools.put("dd", BlockTools::dd);
    tools.put("cmp", BlockTools::cmp);
    tools.put("blkdiscard", BlockTools::blkdiscard);
    tools.put("losetup", BlockTools::losetup);
  }

  /** A device with what lies on it. */
  record Seen(
      String path, long size, String type, Surface surface, String serial, List<Seen> children) {
    String signature() {
      return surface.metadata(size).isPresent() ? "drbd" : surface.content().signature();
    }

    String label() {
      return surface.metadata(size).isPresent() ? "" : surface.content().label();
    }

    String uuid() {
      return surface.metadata(size).isPresent() ? "" : surface.content().uuid();
    }
  }

  private static final long SYSTEM_SIZE = 8L << 30;

  private static List<Seen> seen(Server server) {
    List<Seen> all = new ArrayList<>();
    Surface system =
        Surface.of(new Content.FileSystem("ext4", "system", "", "none", SYSTEM_SIZE, 0));
    Seen root = new Seen("/dev/vda1", SYSTEM_SIZE, "part", system, "", List.of());
    all.add(new Seen("/dev/vda", SYSTEM_SIZE, "disk", Surface.ZERO, "", List.of(root)));
    server.disks().forEach(disk -> all.add(seen(server, disk)));
    return all;
  }

  // udev does not look into parts of volumes; and what went through a cache is not seen below it by
  // whoever has read there before
  private static boolean isPart(Block block) {
    return block instanceof Mapped && block.links().isEmpty();
  }

  private static Seen seen(Server server, Block block) {
    String serial =
        block instanceof Disk disk ? disk.links().getFirst().replaceAll(".*virtio-", "") : "";
    return new Seen(
        block.path(),
        block.size(),
        block.type(),
        block.isReadable() && !isPart(block) ? block.surface() : Surface.ZERO,
        serial,
        server.over(block).stream().map(upper -> seen(server, upper)).toList());
  }

  private static Answer lsblk(Call call) {
    Call.Words words = call.words("-o", "--output");
    String columns = words.value("-o", "--output").orElseThrow();
    List<Seen> all = seen(call.server());
    if (words.has("-J", "--json")) {
      return Answer.line(
          "{\"blockdevices\":["
              + all.stream().map(one -> json(call.server(), one)).collect(Collectors.joining(","))
              + "]}");
    }
    StringBuilder out = new StringBuilder();
    for (Seen one : all) {
      boolean asked =
          words.operands().isEmpty()
              || words.operands().stream()
                  .anyMatch(path -> call.server().kernelPath(path).equals(one.path()));
      if (asked) {
        rows(call.server(), one, columns, words.has("--paths", "-p"), out);
      }
    }
    return out.isEmpty() && !words.operands().isEmpty()
        ? Answer.fail(32, "lsblk: " + words.operand() + ": not a block device")
        : Answer.out(out.toString());
  }

  private static void rows(
      Server server, Seen one, String columns, boolean paths, StringBuilder out) {
    List<String> cells = new ArrayList<>();
    for (String column : columns.split(",")) {
      cells.add(
          switch (column) {
            case "NAME" -> paths ? one.path() : one.path().substring(5);
            case "TYPE" -> one.type();
            case "MOUNTPOINTS", "MOUNTPOINT" ->
                server.mountsOf(one.path()).stream()
                    .map(Kernel.Mount::target)
                    .collect(Collectors.joining("\\x0a"));
            case "FSTYPE" -> one.signature();
            case "SIZE" -> Long.toString(one.size());
            default -> throw new UnsupportedOperationException("lsblk column " + column);
          });
    }
    out.append(String.join(" ", cells)).append('\n');
    one.children().forEach(child -> rows(server, child, columns, paths, out));
  }

  private static String json(Server server, Seen one) {
    return "{\"name\":\"%s\",\"size\":%d,\"type\":\"%s\",\"fstype\":%s,\"uuid\":%s,\"pttype\":%s,\"partlabel\":null,\"mountpoints\":[%s],\"serial\":%s,\"ro\":false,\"rota\":true%s}"
        .formatted(
            one.path(),
            one.size(),
            one.type(),
            text(one.signature()),
            text(one.uuid()),
            one.path().equals("/dev/vda") ? "\"gpt\"" : "null",
            server.mountsOf(one.path()).stream()
                .map(mount -> text(mount.target()))
                .collect(Collectors.joining(",")),
            text(one.serial()),
            one.children().isEmpty()
                ? ""
                : ",\"children\":["
                    + one.children().stream()
                        .map(child -> json(server, child))
                        .collect(Collectors.joining(","))
                    + "]");
  }

  private static String text(String value) {
    return value.isEmpty() ? "null" : "\"" + value + "\"";
  }

  static Optional<Seen> find(Server server, String path) {
    String kernelPath = server.kernelPath(path);
    List<Seen> flat = new ArrayList<>();
    seen(server).forEach(one -> flatten(one, flat));
    return flat.stream().filter(one -> one.path().equals(kernelPath)).findFirst();
  }

  private static void flatten(Seen one, List<Seen> into) {
    into.add(one);
    one.children().forEach(child -> flatten(child, into));
  }

  private static boolean isReadable(Server server, String path) {
    return server.block(path).map(Block::isReadable).orElse(true);
  }

  private static Answer blkid(Call call) {
    Call.Words words = call.words("--output", "-o", "--match-tag", "-s");
    Optional<Seen> device = find(call.server(), words.operand());
    if (device.isEmpty() || !isReadable(call.server(), device.get().path())) {
      return Answer.fail(2, "");
    }
    String type = device.get().signature();
    if (type.isEmpty()) {
      return Answer.fail(2, "");
    }
    String label = device.get().label();
    String uuid = device.get().uuid();
    String tag = words.value("--match-tag", "-s").orElse("");
    if (words.value("--output", "-o").filter("value"::equals).isPresent()) {
      String value =
          switch (tag) {
            case "TYPE" -> type;
            case "LABEL" -> label;
            case "UUID" -> uuid;
            default -> throw call.unknown();
          };
      return value.isEmpty() ? Answer.fail(2, "") : Answer.line(value);
    }
    return Answer.out(
        "DEVNAME=%s\n%s%sTYPE=%s\n"
            .formatted(
                device.get().path(),
                label.isEmpty() ? "" : "LABEL=" + label + "\n",
                uuid.isEmpty() ? "" : "UUID=" + uuid + "\n",
                type));
  }

  private static Answer wipefs(Call call) {
    Call.Words words = call.words("--output", "-O");
    Optional<Seen> device = find(call.server(), words.operand());
    if (device.isEmpty() || !isReadable(call.server(), device.get().path())) {
      return Answer.fail(
          1, "wipefs: error: " + words.operand() + ": probing initialization failed");
    }
    if (words.has("--all", "-a")) {
      wipe(call.server(), device.get().path());
      return Answer.ok();
    }
    if (device.get().signature().isEmpty()) {
      return Answer.ok();
    }
    String row =
        java.util.Arrays.stream(words.value("--output", "-O").orElseThrow().split(","))
            .map(
                column ->
                    switch (column) {
                      case "TYPE" -> device.get().signature();
                      case "UUID" -> device.get().uuid();
                      case "LABEL" -> device.get().label();
                      default -> throw call.unknown();
                    })
            .collect(Collectors.joining(" "));
    return Answer.line(row.stripTrailing());
  }

  /** Takes the signatures away; what else there was stays as noise. */
  private static void wipe(Server server, String path) {
    Block block = server.block(path).orElseThrow();
    if (block.metadata().isPresent()) {
      block.wipeMetadata();
    }
    block.write(
        block.content() instanceof Content.Zero ? block.content() : new Content.Noise("wiped"));
  }

  private static Answer blockdev(Call call) {
    Call.Words words = call.words();
    Optional<Seen> device = find(call.server(), words.operand());
    if (device.isEmpty()) {
      return Answer.fail(
          1, "blockdev: cannot open " + words.operand() + ": No such file or directory");
    }
    if (words.has("--getsize64")) {
      return Answer.line(Long.toString(device.get().size()));
    }
    if (words.has("--flushbufs", "--rereadpt")) {
      return Answer.ok();
    }
    throw call.unknown();
  }

  private static boolean isZero(Server server, String path) {
    return server
        .block(path)
        .map(Block::content)
        .filter(Content.Zero.class::isInstance)
        .isPresent();
  }

  /** Reading a device into a sparse file, which takes no room where it is zero. */
  private static Answer dd(Call call) {
    Map<String, String> operands =
        call.arguments().stream()
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    String from = operands.getOrDefault("if", "");
    String to = operands.getOrDefault("of", "");
    if (find(call.server(), from).isPresent() && to.startsWith("/run/")) {
      try (RandomAccessFile hole = new RandomAccessFile(call.server().place(to).toFile(), "rw")) {
        hole.setLength(1 << 20);
        if (!isZero(call.server(), from)) {
          hole.write(new byte[4096]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Answer.ok();
    }
    Optional<Block> target = call.server().block(to);
    if (target.isPresent() && from.equals("/dev/zero")) {
      zeroEdge(target.get());
      return Answer.ok();
    }
    throw call.unknown();
  }

  /** What begins with zeros has no signature any more; the rest stays. */
  private static void zeroEdge(Block block) {
    if (!(block.content() instanceof Content.Zero)) {
      block.write(new Content.Noise(ZEROED));
    }
  }

  private static final String ZEROED = "behind a beginning of zeros";

  /** A disk that zeros itself, as a whole. */
  private static Answer blkdiscard(Call call) {
    Call.Words words = call.words();
    Optional<Block> disk = call.server().block(words.operand());
    if (disk.isEmpty() || !words.has("--zeroout")) {
      throw call.unknown();
    }
    disk.get().write(new Content.Noise("half zeroed"));
    call.midway().run();
    disk.get().write(new Content.Zero());
    return Answer.ok();
  }

  private static Answer losetup(Call call) {
    Call.Words words = call.words("--sizelimit", "--detach", "-d");
    Map<String, Loop> loops = call.server().kernel().loops;
    if (words.has("--detach", "-d")) {
      loops.remove(words.value("--detach", "-d").orElseThrow());
      call.server().publish();
      return Answer.ok();
    }
    Optional<Block> below = call.server().block(words.operand());
    if (below.isEmpty() || !words.has("--read-only") || !words.has("--find")) {
      throw call.unknown();
    }
    String path = "/dev/loop" + loops.size();
    long size = words.value("--sizelimit").map(Long::parseLong).orElse(below.get().size());
    loops.put(path, new Loop(path, below.get(), size));
    call.server().publish();
    return Answer.line(path);
  }

  private static boolean isZeroedAtBeginning(Server server, String path) {
    return server
        .block(path)
        .filter(block -> block.content() instanceof Content.Noise(var of) && of.equals(ZEROED))
        .isPresent();
  }

  private static Answer cmp(Call call) {
    Call.Words words = call.words();
    if (words.operands().getLast().equals("/dev/zero")) {
      String path = words.operands().getFirst();
      if (words.has("--ignore-initial")) {
        // behind a superblock of md, where the data begin
        boolean empty =
            call.server()
                .block(path)
                .filter(
                    b ->
                        b.content() instanceof Content.RaidMember member
                            && member.data().content() instanceof Content.Zero)
                .isPresent();
        return empty ? Answer.ok() : Answer.fail(1, path + " /dev/zero differ: byte 1, line 1");
      }
      return isZero(call.server(), path) || isZeroedAtBeginning(call.server(), path)
          ? Answer.ok()
          : Answer.fail(1, path + " /dev/zero differ: byte 1, line 1");
    }
    throw call.unknown();
  }
}
