package io.cairn.engine.raid;

import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link RaidProbes#ARRAYS} prints: for each array a line {@code array PATH}, then lines
 * of a word and a value, with {@code member PATH STATE} for each member, and mdadm's {@code KEY=
 * VALUE}. Unknown lines are skipped.
 */
final class ArrayText {
  private static final long KIBIBYTE = 1024;

  private ArrayText() {}

  static List<MdArray> read(String text) {
    List<MdArray> arrays = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("array ") && !lines.isEmpty()) {
        arrays.add(one(lines));
        lines.clear();
      }
      if (line.startsWith("array ") || !lines.isEmpty()) {
        lines.add(line);
      }
    }
    if (!lines.isEmpty()) {
      arrays.add(one(lines));
    }
    return List.copyOf(arrays);
  }

  private static MdArray one(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    List<MdArray.Member> members = new ArrayList<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      String[] words = line.split(" ", 2);
      if (line.startsWith("MD_") && equals > 0) {
        values.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
      } else if (words[0].equals("member") && words.length == 2) {
        members.add(member(words[1]));
      } else if (words.length == 2) {
        values.put(words[0], words[1].strip());
      }
    }
    return new MdArray(
        values.getOrDefault("array", ""),
        Optional.ofNullable(values.get("MD_NAME")),
        Optional.ofNullable(values.get("MD_UUID")),
        values.getOrDefault("level", ""),
        values.getOrDefault("array_state", "unknown"),
        number(values.getOrDefault("raid_disks", "")).orElse(0L).intValue(),
        number(values.getOrDefault("degraded", "")).orElse(0L).intValue(),
        members,
        work(values),
        // a sector where the next resync would begin, or "none" (md.rst, resync_start)
        number(values.getOrDefault("resync_start", "")).isPresent()
            ? MdArray.Resync.PENDING
            : MdArray.Resync.DONE);
  }

  private static MdArray.Member member(String text) {
    String[] words = text.split(" ", 2);
    String states = words.length == 2 ? words[1] : "";
    return new MdArray.Member(
        words[0], states.isBlank() ? List.of() : List.of(states.strip().split(",")));
  }

  private static Optional<MdArray.Work> work(Map<String, String> values) {
    String action = values.getOrDefault("sync_action", "idle");
    if (action.equals("idle") || action.equals("frozen")) {
      return Optional.empty();
    }
    // as in "20480 / 1046528", both in sectors; "none" or "delayed" before it begins
    String[] completed = values.getOrDefault("sync_completed", "").split(" / ");
    boolean counts = completed.length == 2;
    Optional<Size> speed =
        number(values.getOrDefault("sync_speed", ""))
            .map(kibibytes -> new Size(kibibytes * KIBIBYTE));
    return Optional.of(
        new MdArray.Work(
            action,
            counts ? number(completed[0]).orElse(0L) : 0,
            counts ? number(completed[1]).orElse(0L) : 0,
            speed));
  }

  private static Optional<Long> number(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("'") && value.endsWith("'")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
