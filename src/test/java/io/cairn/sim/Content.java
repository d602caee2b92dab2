package io.cairn.sim;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What is on a block device. */
sealed interface Content {
  /** Nothing: every byte is zero. */
  record Zero() implements Content {}

  /** Something without a name: old data whose signature was wiped, half of a copy. */
  record Noise(String of) implements Content {}

  /**
   * A file system.
   *
   * @param tree the directory of its files, below the world's content directory
   * @param size in bytes
   * @param version grows with every write that something on it was told is safe
   */
  record FileSystem(String type, String label, String uuid, String tree, long size, long version)
      implements Content {
    FileSystem written() {
      return new FileSystem(type, label, uuid, tree, size, version + 1);
    }

    FileSystem withTree(String copy) {
      return new FileSystem(type, label, uuid, copy, size, version);
    }

    FileSystem withSize(long bytes) {
      return new FileSystem(type, label, uuid, tree, bytes, version);
    }
  }

  /**
   * A member of an array of md, with superblock 1.2.
   *
   * @param array its UUID, as mdadm writes it
   * @param name with the home host, as in {@code node1:hdd}
   * @param data what of the array is on it; every member has all of it
   * @param recovery whether that is being copied from the others yet
   */
  record RaidMember(
      String array,
      String name,
      String level,
      int members,
      int slot,
      Surface data,
      Recovery recovery)
      implements Content {
    /** What the superblock of a member says of its data. */
    enum Recovery {
      DONE,
      GOES_ON
    }

    RaidMember with(Surface written) {
      return new RaidMember(array, name, level, members, slot, written, recovery);
    }

    RaidMember recovered(Surface written) {
      return new RaidMember(array, name, level, members, slot, written, Recovery.DONE);
    }

    boolean isWhole() {
      return recovery == Recovery.DONE;
    }
  }

  /**
   * A physical volume of LVM.
   *
   * @param use whether its label says that it belongs to a group
   * @param areas what is in its extents, by the first of them
   */
  record PhysicalVolume(
      String uuid, long size, Use use, Optional<VolumeGroup> text, Map<Long, Area> areas)
      implements Content {
    public PhysicalVolume {
      areas = Map.copyOf(areas);
    }

    /** What the label says. */
    enum Use {
      FREE,
      IN_A_GROUP
    }

    PhysicalVolume with(Use marked) {
      return new PhysicalVolume(uuid, size, marked, text, areas);
    }

    PhysicalVolume with(VolumeGroup written) {
      return new PhysicalVolume(uuid, size, use, Optional.of(written), areas);
    }

    PhysicalVolume withoutText() {
      return new PhysicalVolume(uuid, size, use, Optional.empty(), areas);
    }

    PhysicalVolume withSize(long bytes) {
      return new PhysicalVolume(uuid, bytes, use, text, areas);
    }

    /** What is read from there; what was never written reads as zeros. */
    Surface at(VolumeGroup.Segment segment) {
      Area area = areas.get(segment.start());
      if (area != null) {
        return area.surface();
      }
      boolean written =
          areas.entrySet().stream()
              .anyMatch(one -> overlaps(one.getKey(), one.getValue(), segment));
      return written ? Surface.of(new Noise("what was in the middle")) : Surface.ZERO;
    }

    PhysicalVolume with(VolumeGroup.Segment segment, Surface surface) {
      Map<Long, Area> now = new TreeMap<>(areas);
      now.entrySet().removeIf(one -> overlaps(one.getKey(), one.getValue(), segment));
      now.put(segment.start(), new Area(segment.count(), surface));
      return new PhysicalVolume(uuid, size, use, text, now);
    }

    private static boolean overlaps(long start, Area area, VolumeGroup.Segment segment) {
      return start < segment.start() + segment.count() && segment.start() < start + area.count();
    }
  }

  /** Extents that belong together. */
  record Area(long count, Surface surface) {}

  /** The data of a thin pool: its volumes by their UUID. */
  record ThinVolumes(Map<String, Surface> volumes) implements Content {
    public ThinVolumes {
      volumes = Map.copyOf(volumes);
    }

    ThinVolumes with(String volume, Surface surface) {
      Map<String, Surface> now = new TreeMap<>(volumes);
      now.put(volume, surface);
      return new ThinVolumes(now);
    }
  }

  /** The signature's word, as blkid(8) prints it; empty for none. */
  default String signature() {
    return switch (this) {
      case Zero _, Noise _, ThinVolumes _ -> "";
      case FileSystem system -> system.type();
      case RaidMember _ -> "linux_raid_member";
      case PhysicalVolume _ -> "LVM2_member";
    };
  }

  /** Its label, as blkid(8) prints it. */
  default String label() {
    return switch (this) {
      case Zero _, Noise _, ThinVolumes _, PhysicalVolume _ -> "";
      case FileSystem system -> system.label();
      case RaidMember member -> member.name();
    };
  }

  /** Its UUID, as blkid(8) prints it. */
  default String uuid() {
    return switch (this) {
      case Zero _, Noise _, ThinVolumes _ -> "";
      case FileSystem system -> system.uuid();
      case PhysicalVolume volume -> volume.uuid();
      case RaidMember member ->
          member
              .array()
              .replace(":", "")
              .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    };
  }

  /** The same with every file system in it changed, however deep. */
  default Content mapped(UnaryOperator<FileSystem> change) {
    return switch (this) {
      case Zero _, Noise _ -> this;
      case FileSystem system -> change.apply(system);
      case RaidMember member -> member.with(member.data().mapped(change));
      case ThinVolumes(var volumes) ->
          new ThinVolumes(
              volumes.entrySet().stream()
                  .collect(Collectors.toMap(Map.Entry::getKey, v -> v.getValue().mapped(change))));
      case PhysicalVolume(var uuid, var size, var use, var text, var areas) ->
          new PhysicalVolume(
              uuid,
              size,
              use,
              text,
              areas.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          Map.Entry::getKey,
                          a ->
                              new Area(
                                  a.getValue().count(), a.getValue().surface().mapped(change)))));
    };
  }
}
