package io.cairn.engine.filesystem;

import io.cairn.engine.BlockDevices;
import io.cairn.engine.Mounts;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one node answered about file systems.
 *
 * @param contents what is on each block device, by kernel path
 */
record FileSystemFacts(NodeFacts node, Map<String, Content> contents) {
  private static final Pattern ERROR_COUNT = Pattern.compile("\\[[^]]*\\]\\.(\\w+)\\s+(\\d+)");

  // as in "closed /run/cairn.HIOm3E/s: 256: cannot open ...": the shell names its script and line
  private static final Pattern SHELL_PLACE = Pattern.compile("^closed (\\S+: (line )?\\d+: )?");

  FileSystemFacts {
    contents = Map.copyOf(contents);
  }

  static FileSystemFacts of(NodeFacts node) {
    return node.read(FileSystemFacts.class, FileSystemFacts::reading);
  }

  private static FileSystemFacts reading(NodeFacts node) {
    return new FileSystemFacts(
        node, node.reply(FileSystemProbes.CONTENTS).map(r -> contents(r.out())).orElse(Map.of()));
  }

  /** Reads the answer to {@link FileSystemProbes#CONTENTS}. */
  static Map<String, Content> contents(String text) {
    Map<String, Content> contents = new HashMap<>();
    for (String section : text.split("(?m)^device ")) {
      List<String> lines = section.lines().toList();
      if (!lines.isEmpty() && !lines.getFirst().isBlank()) {
        contents.put(lines.getFirst(), content(lines.subList(1, lines.size())));
      }
    }
    return contents;
  }

  private static Content content(List<String> lines) {
    if (lines.isEmpty()) {
      return new Content.Unknown("the answer ended early");
    }
    String last = lines.getLast();
    if (last.startsWith("closed ")) {
      return new Content.Unknown(SHELL_PLACE.matcher(last).replaceFirst(""));
    }
    return switch (last) {
      case "exit 0" -> holds(lines);
      case "exit 2" ->
          lines.size() == 1
              ? new Content.Blank()
              : new Content.Unknown(String.join("; ", lines.subList(0, lines.size() - 1)));
      case "exit 8" -> new Content.Ambiguous();
      default -> new Content.Unknown(String.join("; ", lines));
    };
  }

  private static Content holds(List<String> lines) {
    Map<String, String> values =
        lines.stream()
            .map(line -> line.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, _) -> a));
    String type = values.getOrDefault("TYPE", values.getOrDefault("PTTYPE", ""));
    if (type.isEmpty()) {
      return new Content.Unknown("blkid named no type: " + String.join("; ", lines));
    }
    Content.Holds holds =
        new Content.Holds(
            type,
            Optional.ofNullable(values.get("LABEL")),
            Optional.ofNullable(values.get("UUID")));
    return values.containsKey(UnfinishedXfs.WORD) ? new Content.Unfinished(holds) : holds;
  }

  /** What is on the device at that path; empty where the node has no such device. */
  Optional<Content> content(DevicePath path) {
    return node.blocks()
        .at(path)
        .map(BlockDevices.Device::path)
        .map(
            kernelPath ->
                contents.getOrDefault(kernelPath, new Content.Unknown("the survey did not ask")));
  }

  /**
   * The device behind a mount. Btrfs shows the path by which it was mounted, which may be a link to
   * it.
   */
  Optional<BlockDevices.Device> source(Mounts.Mount mount) {
    return DevicePath.isValid(mount.source())
        ? node.blocks().at(new DevicePath(mount.source()))
        : Optional.empty();
  }

  /** What is at the path of the layer's mount point. */
  MountPoint point(LayerName layer) {
    Optional<Reply> reply = node.reply(FileSystemProbes.point(layer));
    if (reply.isEmpty()) {
      return new MountPoint.Unknown("the survey did not ask");
    }
    List<String> lines =
        reply
            .get()
            .out()
            .lines()
            .filter(line -> !line.matches("(enabled|result|size) .*|enabled|result|size"))
            .toList();
    if (lines.isEmpty()) {
      return new MountPoint.Unknown(reply.get().err().strip());
    }
    return switch (lines.getFirst().split(" ")[0]) {
      case "mounted" -> new MountPoint.Mounted();
      case "absent" -> new MountPoint.Absent();
      case "directory" -> directory(lines);
      default -> new MountPoint.Unknown("it is not a directory");
    };
  }

  private static MountPoint directory(List<String> lines) {
    List<String> entries = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      entries.add(line.replaceFirst("^entry ", ""));
    }
    String flags = lines.getFirst().substring("directory".length());
    return new MountPoint.Directory(
        flags.contains("i") ? MountPoint.Protection.IMMUTABLE : MountPoint.Protection.WRITABLE,
        entries);
  }

  /** A line {@code word value} of the mount point's answer; empty where it has none. */
  String unit(LayerName layer, String word) {
    return node.reply(FileSystemProbes.point(layer)).stream()
        .flatMap(reply -> reply.out().lines())
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** Btrfs's own error counters that are not zero, as in {@code corruption_errs 3}. */
  List<String> errors(LayerName layer) {
    List<String> errors = new ArrayList<>();
    node.reply(FileSystemProbes.errors(layer))
        .filter(Reply::ok)
        .ifPresent(
            reply -> {
              Matcher matcher = ERROR_COUNT.matcher(reply.out());
              while (matcher.find()) {
                if (!matcher.group(2).matches("0+")) {
                  errors.add(matcher.group(1) + " " + matcher.group(2));
                }
              }
            });
    return List.copyOf(errors);
  }

  /** When the data on this node's copy was last changed, to the second; empty where unknown. */
  Optional<Instant> lastWrite(LayerName layer) {
    return node.reply(FileSystemProbes.written(layer))
        .map(reply -> reply.out().strip())
        .filter(text -> text.matches("[1-9]\\d{0,11}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
  }
}
