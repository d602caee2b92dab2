package io.cairn.engine.raid;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands on a declared member, as blkid(8) reads it. */
sealed interface MemberContent {
  /** There is no such device. */
  record Absent() implements MemberContent {}

  /** Nothing that anyone would know again. */
  record Blank() implements MemberContent {}

  /**
   * A superblock of md.
   *
   * @param name as in {@code node1:hdd}
   * @param uuid of the array, as mdadm writes it
   */
  record Superblock(String name, String uuid) implements MemberContent {}

  /** Something else. */
  record Holds(String what) implements MemberContent {}

  /** It could not be read. */
  record Unknown(String why) implements MemberContent {}

  /** From {@code blkid --probe --output export} and its exit status. */
  static MemberContent of(int exit, String text) {
    Map<String, String> tags = new TreeMap<>();
    text.lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              // blkid escapes what a shell would read
              tags.put(line.substring(0, equals), line.substring(equals + 1).replace("\\", ""));
            });
    return switch (exit) {
      case 0 -> found(tags);
      case 2 -> new Blank();
      case 8 -> new Holds("more than one signature");
      default -> new Unknown("blkid exit " + exit + " " + text.strip());
    };
  }

  private static MemberContent found(Map<String, String> tags) {
    String type = tags.getOrDefault("TYPE", "");
    if (type.equals("linux_raid_member")) {
      return new Superblock(tags.getOrDefault("LABEL", ""), mdadm(tags.getOrDefault("UUID", "")));
    }
    Optional<String> table = Optional.ofNullable(tags.get("PTTYPE"));
    return new Holds(
        type.isEmpty()
            ? table.map(t -> "a partition table (" + t + ")").orElse("something unknown")
            : type + Optional.ofNullable(tags.get("LABEL")).map(l -> " labelled " + l).orElse(""));
  }

  /** blkid groups a UUID as everybody does, mdadm in four of eight digits. */
  private static String mdadm(String uuid) {
    String digits = uuid.replace("-", "");
    return digits.length() == 32
        ? String.join(
            ":",
            digits.substring(0, 8),
            digits.substring(8, 16),
            digits.substring(16, 24),
            digits.substring(24))
        : uuid;
  }
}
