package io.cairn.engine.lvm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What LVM said beside its answer, on standard error. It exits 0 all the same. */
sealed interface Complaint {
  /** What it said. */
  String text();

  /**
   * One physical volume is on several devices (lib/cache/lvmcache.c: "Not using device", "prefers
   * device").
   */
  record Duplicate(String text, String uuid) implements Complaint {}

  /**
   * A device of a group is not there (lib/metadata/metadata.c: "VG x is missing PV").
   *
   * @param group empty where LVM names only the device
   */
  record MissingDevice(String text, Optional<String> group) implements Complaint {}

  /** A volume runs on another device than LVM would take ("Device mismatch detected"). */
  record Mismatch(String text) implements Complaint {}

  /** A device could not be read. */
  record Unreadable(String text, String device) implements Complaint {}

  /**
   * Metadata of a group differ between its devices (lib/metadata/metadata.c): a change was cut off
   * between two of them.
   *
   * @param group empty where LVM only says what to do about it
   */
  record Uneven(String text, Optional<String> group) implements Complaint {}

  /** Anything else. */
  record Other(String text) implements Complaint {}

  Pattern DUPLICATE =
      Pattern.compile(
          ".*(?:Not using device \\S+ for PV|PV) (\\S+?)(?: prefers device .*|\\.)"
              + "|.*found PVID (\\S+) on multiple devices.*|.*Duplicate PV id (\\S+).*");
  Pattern GROUP = Pattern.compile("\\bVG (\\S+) (?:is|was) missing");
  Pattern UNREADABLE =
      Pattern.compile(".*?(/dev/\\S+?):? .*(?:open failed|read failed|Input/output error).*");

  Pattern UNEVEN =
      Pattern.compile(
          ".*(?:gnoring metadata seqno \\d+ on .* for|Inconsistent metadata found for) VG (\\S+)\\."
              + "|See vgck --updatemetadata to correct inconsistency\\.");

  // LVM tells of descriptors that whoever called it left open: a matter of ours, and harmless
  Pattern NOTHING = Pattern.compile("File descriptor \\d+ .* leaked on .*");

  /** Reads what was said; each thing once. */
  static List<Complaint> parse(String err) {
    Set<Complaint> complaints = new LinkedHashSet<>();
    for (String line : err.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      if (!NOTHING.matcher(line).matches()) {
        complaints.add(of(line));
      }
    }
    return List.copyOf(new ArrayList<>(complaints));
  }

  private static Complaint of(String line) {
    if (line.contains("ismatch detected")) {
      return new Mismatch(line);
    }
    if (line.contains("missing PV")
        || line.contains("was missing")
        || line.contains("find device with uuid")
        || line.contains("find all devices for LV")) {
      return new MissingDevice(line, group(line));
    }
    Matcher uneven = UNEVEN.matcher(line);
    if (uneven.matches()) {
      return new Uneven(line, Optional.ofNullable(uneven.group(1)));
    }
    Matcher unreadable = UNREADABLE.matcher(line);
    if (unreadable.matches()) {
      return new Unreadable(line, unreadable.group(1));
    }
    return duplicate(line)
        .<Complaint>map(uuid -> new Duplicate(line, uuid))
        .orElse(new Other(line));
  }

  private static Optional<String> group(String line) {
    Matcher matcher = GROUP.matcher(line);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> duplicate(String line) {
    if (!line.contains("Not using device")
        && !line.contains("prefers device")
        && !line.contains("multiple devices")
        && !line.contains("Duplicate PV")) {
      return Optional.empty();
    }
    Matcher matcher = DUPLICATE.matcher(line);
    if (!matcher.matches()) {
      return Optional.of("");
    }
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        return Optional.of(matcher.group(group));
      }
    }
    return Optional.of("");
  }
}
