package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The metadata of a volume group, as each of its physical volumes carries them. */
record VolumeGroup(
    String name,
    String uuid,
    int seqno,
    Autoactivation autoactivation,
    Set<String> tags,
    List<Member> members,
    List<Volume> volumes) {
  static final long EXTENT = 4L << 20;

  /** Before the first extent: label and metadata. */
  static final long DATA_START = 1L << 20;

  VolumeGroup {
    tags = Set.copyOf(tags);
    members = List.copyOf(members);
    volumes = List.copyOf(volumes);
  }

  /** Whether its volumes are activated when its devices appear. */
  enum Autoactivation {
    ENABLED,
    DISABLED
  }

  /** One physical volume. */
  record Member(String uuid, long extents) {}

  /** Extents of a physical volume in a row. */
  record Segment(String member, long start, long count) {
    /** So many extents from the beginning. */
    static List<Segment> first(List<Segment> segments, long count) {
      List<Segment> kept = new ArrayList<>();
      long left = count;
      for (Segment segment : segments) {
        if (left > 0) {
          kept.add(new Segment(segment.member(), segment.start(), Math.min(left, segment.count())));
          left -= segment.count();
        }
      }
      return kept;
    }
  }

  /** What a volume is. */
  sealed interface Role {
    /** Lies on physical volumes. */
    record Linear() implements Role {}

    /**
     * A cached volume: the names of what it lies on. Where it is cut off that a cache is detached,
     * what was the origin is one over what was the cached volume, to be deleted.
     */
    record Cached(String origin, String pool) implements Role {}

    record CachePool(String data, String metadata, long chunk, String mode, Policy policy)
        implements Role {
      CachePool with(Policy other) {
        return new CachePool(data, metadata, chunk, mode, other);
      }

      CachePool withMode(String other) {
        return new CachePool(data, metadata, chunk, other, policy);
      }

      /** With the policy cleaner LVM loads every cache as a writethrough one. */
      boolean holdsBack() {
        return mode.equals("writeback") && policy == Policy.SMQ;
      }
    }

    /** What a cache goes by. */
    enum Policy {
      SMQ,
      CLEANER,
      /** Cleaner in place of smq, until the flushing of a command is over. */
      MARKED
    }

    record ThinPool(String data, String metadata, long chunk) implements Role {}

    record Thin(String pool) implements Role {}

    /** As lvs(8) calls it. */
    default String word() {
      return switch (this) {
        case Linear _ -> "linear";
        case Cached _ -> "cache";
        case CachePool _ -> "cache-pool";
        case ThinPool _ -> "thin-pool";
        case Thin _ -> "thin";
      };
    }
  }

  /**
   * One volume, which may be a part of another one.
   *
   * @param visible not a part of another one
   */
  record Volume(
      String name,
      String uuid,
      boolean visible,
      Set<String> tags,
      long size,
      List<Segment> segments,
      Role role,
      Optional<String> profile) {
    Volume {
      tags = Set.copyOf(tags);
      segments = List.copyOf(segments);
    }

    Volume hidden(String as) {
      return new Volume(as, uuid, false, Set.of(), size, segments, role, profile);
    }

    Volume named(String as) {
      return new Volume(as, uuid, visible, tags, size, segments, role, profile);
    }

    Volume with(Role other) {
      return new Volume(name, uuid, visible, tags, size, segments, other, profile);
    }

    Volume with(List<Segment> others) {
      return new Volume(name, uuid, visible, tags, size, others, role, profile);
    }

    Volume withSize(long bytes) {
      return new Volume(name, uuid, visible, tags, bytes, segments, role, profile);
    }

    Volume with(Optional<String> other) {
      return new Volume(name, uuid, visible, tags, size, segments, role, other);
    }

    Volume inPart() {
      return new Volume(name, uuid, false, tags, size, segments, role, profile);
    }
  }

  Optional<Volume> volume(String called) {
    return volumes.stream().filter(volume -> volume.name().equals(called)).findFirst();
  }

  Volume part(String called) {
    return volume(called)
        .orElseThrow(() -> new IllegalStateException("the group " + name + " has no " + called));
  }

  VolumeGroup with(Volume added) {
    List<Volume> all = new ArrayList<>(volumes);
    all.add(added);
    return withVolumes(all);
  }

  VolumeGroup without(String called) {
    return withVolumes(volumes.stream().filter(v -> !v.name().equals(called)).toList());
  }

  VolumeGroup changed(String called, UnaryOperator<Volume> change) {
    return withVolumes(
        volumes.stream().map(v -> v.name().equals(called) ? change.apply(v) : v).toList());
  }

  VolumeGroup withVolumes(List<Volume> all) {
    return new VolumeGroup(name, uuid, seqno, autoactivation, tags, members, all);
  }

  VolumeGroup withMembers(List<Member> all) {
    return new VolumeGroup(name, uuid, seqno, autoactivation, tags, all, volumes);
  }

  VolumeGroup next() {
    return new VolumeGroup(name, uuid, seqno + 1, autoactivation, tags, members, volumes);
  }

  Optional<Volume> spare() {
    return volumes.stream().filter(v -> v.name().endsWith("_pmspare")).findFirst();
  }

  /** LVM removes the spare with the last pool. */
  VolumeGroup withoutUselessSpare() {
    boolean hasPools =
        volumes.stream()
            .anyMatch(v -> v.role() instanceof Role.ThinPool || v.role() instanceof Role.CachePool);
    return hasPools || spare().isEmpty() ? this : without(spare().get().name());
  }

  long total() {
    return members.stream().mapToLong(Member::extents).sum();
  }

  long used(String member) {
    return volumes.stream()
        .flatMap(volume -> volume.segments().stream())
        .filter(segment -> segment.member().equals(member))
        .mapToLong(Segment::count)
        .sum();
  }

  long free() {
    return total() - members.stream().mapToLong(member -> used(member.uuid())).sum();
  }

  /** The name as the device mapper has it, hyphens doubled. */
  String mapped(String volume) {
    return name.replace("-", "--") + "-" + volume.replace("-", "--");
  }

  /** The first free name of the kind that LVM gives by itself. */
  String freshName() {
    int number = 0;
    while (isTaken("lvol" + number) || isTaken("lvol" + number + "_pmspare")) {
      number++;
    }
    return "lvol" + number;
  }

  private boolean isTaken(String called) {
    return volume(called).isPresent();
  }

  /** Free extents on those members in their order; empty where there are too few. */
  Optional<List<Segment>> allocate(long count, List<String> on) {
    List<Segment> found = new ArrayList<>();
    long left = count;
    for (Member member : members) {
      if (!on.isEmpty() && !on.contains(member.uuid())) {
        continue;
      }
      for (Segment gap : gaps(member)) {
        if (left > 0) {
          long taken = Math.min(left, gap.count());
          found.add(new Segment(member.uuid(), gap.start(), taken));
          left -= taken;
        }
      }
    }
    return left == 0 ? Optional.of(List.copyOf(found)) : Optional.empty();
  }

  private List<Segment> gaps(Member member) {
    List<Segment> taken =
        volumes.stream()
            .flatMap(volume -> volume.segments().stream())
            .filter(segment -> segment.member().equals(member.uuid()))
            .sorted(java.util.Comparator.comparingLong(Segment::start))
            .toList();
    List<Segment> gaps = new ArrayList<>();
    long at = 0;
    for (Segment segment : taken) {
      if (segment.start() > at) {
        gaps.add(new Segment(member.uuid(), at, segment.start() - at));
      }
      at = segment.start() + segment.count();
    }
    if (at < member.extents()) {
      gaps.add(new Segment(member.uuid(), at, member.extents() - at));
    }
    return gaps;
  }
}
