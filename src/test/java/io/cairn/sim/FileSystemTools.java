package io.cairn.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What makes and mounts file systems. */
final class FileSystemTools {
  private FileSystemTools() {}

  static void add(Map<String, Tool> tools) {
    for (String type : List.of("btrfs", "ext4", "xfs")) {
      tools.put("mkfs." + type, call -> make(call, type));
    }
    tools.put("findmnt", FileSystemTools::findmnt);
    tools.put(
        "mountpoint",
        call -> Answer.when(call.server().kernel().mountAt(call.words().operand()).isPresent()));
    tools.put("umount", call -> umount(call));
    tools.put("chattr", FileSystemTools::chattr);
    tools.put("lsattr", FileSystemTools::lsattr);
    tools.put("fuser", _ -> Answer.fail(1, ""));
    tools.put("btrfs", FileSystemTools::btrfs);
    tools.put("dumpe2fs", FileSystemTools::dumpe2fs);
    tools.put("xfs_info", FileSystemTools::xfsInfo);
    tools.put("resize2fs", call -> grow(call, call.words().operand()));
    tools.put(
        "xfs_growfs",
        call ->
            grow(
                call,
                call.server()
                    .kernel()
                    .mountAt(call.words().operand())
                    .map(Kernel.Mount::source)
                    .orElse("")));
  }

  private static Answer make(Call call, String type) {
    Call.Words words = call.words("--label", "-L");
    Server server = call.server();
    String device = server.kernelPath(words.operand());
    Optional<Content> before = Mounting.content(server, device);
    if (before.isEmpty()) {
      return Answer.fail(1, "ERROR: unable to open " + device);
    }
    if (server.kernel().isMounted(device)) {
      return Answer.fail(1, "ERROR: " + device + " is mounted");
    }
    boolean refuses = !type.equals("ext4") && !words.has("--force", "-f");
    if (refuses && !before.get().signature().isEmpty()) {
      return Answer.fail(1, "ERROR: " + device + " appears to contain an existing filesystem");
    }
    write(server, device, new Content.Noise("half a file system"));
    call.midway().run();
    Content made =
        new Content.FileSystem(
            type,
            words.value("--label", "-L").orElse(""),
            "u%016x".formatted(server.world().replication().freshId()),
            server.world().trees().make(),
            server.block(device).orElseThrow().size(),
            0);
    write(server, device, made);
    return Answer.ok();
  }

  private static void write(Server server, String device, Content content) {
    server.block(device).orElseThrow().write(content);
  }

  private static Answer findmnt(Call call) {
    Call.Words words =
        call.words("-o", "--output", "--source", "-S", "--mountpoint", "-M", "--target", "-T");
    List<Kernel.Mount> found =
        call.server().kernel().mounts.stream()
            .filter(m -> is(words.value("--source", "-S"), m.source()))
            .filter(m -> is(words.value("--mountpoint", "-M"), m.target()))
            .filter(m -> is(words.value("--target", "-T").map(t -> holding(call, t)), m.target()))
            .toList();
    if (words.has("-J", "--json")) {
      return Answer.line(
          "{\"filesystems\":["
              + found.stream().map(FileSystemTools::json).collect(Collectors.joining(","))
              + "]}");
    }
    String column = words.value("--output", "-o").orElse("TARGET");
    String out =
        found.stream()
            .map(
                m ->
                    switch (column) {
                      case "SOURCE" -> m.source();
                      case "TARGET" -> m.target();
                      case "FSTYPE" -> m.type();
                      default -> throw call.unknown();
                    })
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return found.isEmpty() ? Answer.fail(1, "") : Answer.out(out);
  }

  private static boolean is(Optional<String> wanted, String value) {
    return wanted.isEmpty() || wanted.get().equals(value);
  }

  /** The mount in which a path lies. */
  private static String holding(Call call, String path) {
    return call.server().kernel().mounts.stream()
        .map(Kernel.Mount::target)
        .filter(target -> target.equals("/") || (path + "/").startsWith(target + "/"))
        .max(java.util.Comparator.comparingInt(String::length))
        .orElse("/");
  }

  private static String json(Kernel.Mount mount) {
    return "{\"target\":\"%s\",\"source\":\"%s\",\"fstype\":\"%s\",\"options\":\"%s\",\"used\":1048576,\"size\":8589934592}"
        .formatted(mount.target(), mount.source(), mount.type(), String.join(",", mount.options()));
  }

  private static Answer umount(Call call) {
    String why = Mounting.unmount(call.server(), call.words().operand());
    return why.isEmpty() ? Answer.ok() : Answer.fail(32, why);
  }

  private static Answer chattr(Call call) {
    String path = call.arguments().getLast();
    if (!call.server().machine().hasFile(path)) {
      return Answer.fail(1, "chattr: No such file or directory while trying to stat " + path);
    }
    if (call.arguments().contains("+i")) {
      call.server().immutable.add(path);
    } else if (call.arguments().contains("-i")) {
      call.server().immutable.remove(path);
    } else {
      throw call.unknown();
    }
    return Answer.ok();
  }

  private static Answer lsattr(Call call) {
    String path = call.arguments().getLast();
    return Answer.line(
        (call.server().immutable.contains(path)
                ? "----i---------e-------"
                : "--------------e-------")
            + " "
            + path);
  }

  private static Answer btrfs(Call call) {
    String verb = String.join(" ", call.words().operands());
    if (verb.startsWith("filesystem resize max")) {
      String at = call.words().operand();
      return grow(call, call.server().kernel().mountAt(at).map(Kernel.Mount::source).orElse(""));
    }
    if (verb.startsWith("device stats")) {
      return Answer.out("[/dev/drbd].write_io_errs    0\n[/dev/drbd].corruption_errs  0\n");
    }
    // the imitation keeps no times of changes; a copy without a file system answers nothing either
    if (verb.startsWith("inspect-internal dump-tree")) {
      return Answer.ok();
    }
    if (verb.startsWith("inspect-internal dump-super")) {
      return Answer.line("total_bytes\t\t" + size(call, call.words().operands().getLast()));
    }
    throw call.unknown();
  }

  private static Answer dumpe2fs(Call call) {
    long blocks = size(call, call.words().operand()) / 4096;
    return Answer.out("Block count:              " + blocks + "\nBlock size:               4096\n");
  }

  private static Answer xfsInfo(Call call) {
    String device =
        call.server().kernel().mountAt(call.words().operand()).map(Kernel.Mount::source).orElse("");
    return Answer.line(
        "data     =                       bsize=4096   blocks="
            + size(call, device) / 4096
            + ", imaxpct=25");
  }

  /** As its superblock says. */
  private static long size(Call call, String device) {
    return call.server()
        .block(device)
        .filter(block -> block.content() instanceof Content.FileSystem)
        .map(block -> ((Content.FileSystem) block.content()).size())
        .orElse(0L);
  }

  /** To all of its device. */
  private static Answer grow(Call call, String device) {
    Optional<Block> block = call.server().block(device);
    if (block.isEmpty()
        || !(block.get().content() instanceof Content.FileSystem system)
        || !call.server().kernel().isMounted(block.get().path())) {
      return Answer.fail(1, "cannot grow what is not mounted: " + device);
    }
    block.get().write(system.withSize(block.get().size()));
    return Answer.ok();
  }
}
