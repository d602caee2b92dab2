package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;

/** An array of md that the kernel of a server knows, started or not. */
final class MdArray implements Block {
  private final String path;
  private final Content.RaidMember shape;
  private final List<Block> members = new ArrayList<>();
  private boolean started;

  /** Begins with one member, not started. */
  MdArray(String path, Block member) {
    this.path = path;
    this.shape = member(member);
    members.add(member);
  }

  static Content.RaidMember member(Block block) {
    return (Content.RaidMember) block.content();
  }

  String uuid() {
    return shape.array();
  }

  String fullName() {
    return shape.name();
  }

  String level() {
    return shape.level();
  }

  int wanted() {
    return shape.members();
  }

  List<Block> members() {
    return List.copyOf(members);
  }

  boolean isStarted() {
    return started;
  }

  boolean isWhole() {
    return members.size() == wanted();
  }

  void add(Block member) {
    if (!members.contains(member)) {
      members.add(member);
    }
  }

  void start() {
    started = true;
  }

  /** Whether what is there is enough for all its data. */
  boolean isEnough() {
    return switch (level()) {
      case "raid1" -> !members.isEmpty();
      case "raid6" -> members.size() >= wanted() - 2;
      default -> members.size() >= wanted() - 1;
    };
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public List<String> links() {
    return started
        ? List.of(
            "/dev/md/" + fullName().replaceFirst("^[^:]*:", ""),
            "/dev/disk/by-id/md-name-" + fullName(),
            "/dev/disk/by-id/md-uuid-" + uuid())
        : List.of();
  }

  @Override
  public long size() {
    if (!started) {
      return 0;
    }
    long smallest = members.stream().mapToLong(Block::size).min().orElse(0) - OFFSET;
    int data =
        switch (level()) {
          case "raid1" -> 1;
          case "raid10" -> wanted() / 2;
          case "raid6" -> wanted() - 2;
          default -> wanted() - 1;
        };
    return smallest / CHUNK * CHUNK * data;
  }

  // what mdadm leaves before the data of members of that size
  private static final long OFFSET = 1L << 20;
  private static final long CHUNK = 512L << 10;

  @Override
  public String type() {
    return level();
  }

  @Override
  public List<Block> lower() {
    return members();
  }

  @Override
  public Surface surface() {
    return member(members.getFirst()).data();
  }

  @Override
  public void put(Surface written) {
    members.forEach(member -> member.write(member(member).with(written)));
  }

  @Override
  public boolean isReadable() {
    return started;
  }
}
