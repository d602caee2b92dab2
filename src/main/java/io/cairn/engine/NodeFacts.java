package io.cairn.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one node answered in one survey: the common facts, and each engine's raw replies.
 *
 * @param system who the node is
 * @param blocks its block devices
 * @param mounts what is mounted where
 * @param replies every probe's answer by its name
 */
public record NodeFacts(
    SystemFacts system, BlockDevices blocks, Mounts mounts, Map<String, Reply> replies) {
  public NodeFacts {
    replies = Map.copyOf(replies);
  }

  /** The probe that tells who has a block device open for writing: device, tab, who. */
  public static final String WRITERS = "common:writers";

  /** Who has that device open for writing, without being seen by lsblk(8): as in {@code qemu}. */
  public List<String> writers(BlockDevices.Device device) {
    String node = blocks.node(device.path());
    return reply(WRITERS)
        .map(Reply::out)
        .orElse("")
        .lines()
        .filter(line -> line.startsWith(node + "\t"))
        .map(line -> "open for writing by " + line.substring(line.indexOf('\t') + 1))
        .toList();
  }

  /** The reply to a probe; empty where it was not asked. */
  public Optional<Reply> reply(String probe) {
    return Optional.ofNullable(replies.get(probe));
  }

  /**
   * Who else changes the node just now, as in {@code cairn apply by root on desk, since 2026-01-05
   * 12:00:00 UTC}; empty for nobody.
   */
  public Optional<String> atWork() {
    return reply("common:claim").map(r -> r.out().strip()).filter(who -> !who.isEmpty());
  }

  /** The text of a file that {@link Probe#file} asked for. */
  public Seen<String> file(String path) {
    Reply reply = replies.get("file:" + path);
    if (reply == null) {
      return new Seen.Unknown<>("not asked");
    }
    return switch (reply.exit()) {
      case 0 -> new Seen.Present<>(reply.out());
      case 3 -> new Seen.Missing<>();
      default -> new Seen.Unknown<>(reply.err().strip());
    };
  }
}
