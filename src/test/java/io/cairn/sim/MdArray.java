package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An array of md that the kernel of a server knows, started or not. */
final class MdArray implements Block {
  private final String path;
  private final Content.RaidMember shape;
  private final List<Block> members = new ArrayList<>();

  /** Members that do not answer any more, until somebody takes them out. */
  private final List<Block> lost = new ArrayList<>();

  private boolean started;

  /** How many more steps of virtual time the copying takes. */
  private int left;

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
    left = STEPS;
  }

  /** A disk does not answer any more. */
  void lose(Block member) {
    if (members.remove(member)) {
      lost.add(member);
    }
  }

  List<Block> lost() {
    return List.copyOf(lost);
  }

  void forgetLost() {
    lost.clear();
  }

  /** A new member is filled from the others. */
  void recover(Block fresh) {
    Set<Integer> taken =
        members.stream().map(MdArray::member).map(m -> m.slot()).collect(Collectors.toSet());
    int slot = 0;
    while (taken.contains(slot)) {
      slot++;
    }
    fresh.write(
        new Content.RaidMember(
            uuid(),
            fullName(),
            level(),
            wanted(),
            slot,
            Surface.of(new Content.Noise("a member that is not filled")),
            Content.RaidMember.Recovery.GOES_ON));
    members.add(fresh);
    left = STEPS;
  }

  /** Virtual time passes: what is copied comes forward. */
  void advance() {
    boolean recovers = members.stream().anyMatch(one -> !member(one).isWhole());
    if (started && recovers && --left <= 0) {
      Surface data = surface();
      members.stream()
          .filter(one -> !member(one).isWhole())
          .toList()
          .forEach(one -> one.write(member(one).recovered(data)));
    }
  }

  /** How many members hold all that they should. */
  int inSync() {
    return (int) members.stream().filter(one -> member(one).isWhole()).count();
  }

  private static final int STEPS = 4;

  /** Whether what is there is enough for all its data. */
  boolean isEnough() {
    return switch (level()) {
      case "raid1" -> inSync() > 0;
      case "raid6" -> inSync() >= wanted() - 2;
      default -> inSync() >= wanted() - 1;
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
    return members.stream()
        .map(MdArray::member)
        .filter(Content.RaidMember::isWhole)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing is left of " + fullName()))
        .data();
  }

  @Override
  public void put(Surface written) {
    members.stream()
        .filter(member -> member(member).isWhole())
        .forEach(member -> member.write(member(member).with(written)));
  }

  @Override
  public boolean isReadable() {
    return started;
  }
}
