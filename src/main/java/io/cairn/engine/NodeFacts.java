package io.cairn.engine;

import io.cairn.graph.Derived;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that one node answered in one survey: the common facts, and each engine's raw replies.
 */
public final class NodeFacts {
  /** The probe that tells who has a block device open for writing: device, tab, who. */
  public static final String WRITERS = "common:writers";

  private final SystemFacts system;
  private final BlockDevices blocks;
  private final Mounts mounts;
  private final Map<String, Reply> replies;
  private final Derived derived = new Derived();

  public NodeFacts(
      SystemFacts system, BlockDevices blocks, Mounts mounts, Map<String, Reply> replies) {
    this.system = system;
    this.blocks = blocks;
    this.mounts = mounts;
    this.replies = Map.copyOf(replies);
  }

  /** Who the node is. */
  public SystemFacts system() {
    return system;
  }

  /** Its block devices. */
  public BlockDevices blocks() {
    return blocks;
  }

  /** What is mounted where. */
  public Mounts mounts() {
    return mounts;
  }

  /** Every probe's answer by its name. */
  public Map<String, Reply> replies() {
    return replies;
  }

  /**
   * What a reader makes of the replies, read at the first asking and kept as long as the facts.
   *
   * @param type of what is read; one reader for each type
   */
  public <T> T read(Class<T> type, Function<NodeFacts, T> reader) {
    return read(type, "", facts -> reader.apply(facts));
  }

  /** Likewise, of several that are read as the same type. */
  public <T> T read(Class<T> type, Object which, Function<NodeFacts, T> reader) {
    return derived.of(type, which, () -> reader.apply(this));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeFacts facts
        && system.equals(facts.system)
        && blocks.equals(facts.blocks)
        && mounts.equals(facts.mounts)
        && replies.equals(facts.replies);
  }

  @Override
  public int hashCode() {
    return Objects.hash(system, blocks, mounts, replies);
  }

  @Override
  public String toString() {
    return "NodeFacts[system=%s, blocks=%s, mounts=%s, replies=%s]"
        .formatted(system, blocks, mounts, replies);
  }

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
