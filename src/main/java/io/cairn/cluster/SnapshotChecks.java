package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Snapshots by schedule are of what one node alone can take at one moment, and are not so many that
 * their group's metadata fill up (rule R30).
 */
final class SnapshotChecks {
  /**
   * A thin volume takes about 700 bytes of the text that LVM writes anew, beside the old one, at
   * every change, into 1 MiB at the beginning of each physical volume (vgcreate(8), {@code
   * --metadatasize}). When that is full, nothing in the group can be changed, and no pool grows.
   */
  private static final int MOST_IN_GROUP = 300;

  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  SnapshotChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    Map<String, Integer> inGroup = new HashMap<>();
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (layer.several("snapshots").isEmpty()) {
                return;
              }
              once(layer);
              switch (Draft.type(layer).offers()) {
                case THIN -> {
                  volume(name, layer);
                  group(name, layer, inGroup);
                }
                case NOTHING -> container(name, layer);
                case DISK, PARTITION, ARRAY, GROUP, VOLUME, POOL, REPLICA, FILE_SYSTEM -> {}
              }
            });
  }

  /** The period is the name of a schedule, and what tells its snapshots from those of another. */
  private void once(Value.Fields layer) {
    Set<String> seen = new HashSet<>();
    for (Value.Fields schedule : layer.several("snapshots")) {
      Value.Word every = schedule.word("every").orElseThrow();
      if (!seen.add(every.text())) {
        problems.add(
            problems
                .at(Code.SCHEDULE_TWICE, every.at())
                .saw("'every: " + every.text() + "' again", "each period once")
                .because("Each schedule deletes its own snapshots, which it knows by the period."));
      }
    }
  }

  /** Only what lies directly on a volume is held still by the kernel while it is taken. */
  private void volume(String name, Value.Fields layer) {
    for (String above : stack.above(name)) {
      Offer offer = Draft.type(draft.layer(above)).offers();
      boolean isDirect = Stack.lower(draft, above).contains(name);
      if (isDirect && offer == Offer.REPLICA) {
        refuse(
            layer,
            "'" + name + "', a copy of '" + above + "'",
            "a layer that one node can snapshot alone",
            "Copies that were taken at different moments cannot go back together.",
            "declare them for a thin volume or a btrfs over '" + above + "'");
      } else if (isDirect && offer != Offer.FILE_SYSTEM) {
        refuse(
            layer,
            "'" + name + "', over which lies '" + above + "'",
            "a thin volume with a file system or nothing on it",
            "Only a file system directly on it is held still by the kernel while one is taken.",
            "");
      }
    }
  }

  private void container(String name, Value.Fields layer) {
    Stack.lower(draft, name).stream()
        .filter(below -> Draft.type(draft.layer(below)).offers() == Offer.FILE_SYSTEM)
        .filter(below -> !Draft.type(draft.layer(below)).word().equals("btrfs"))
        .findFirst()
        .ifPresent(
            below ->
                refuse(
                    layer,
                    "'"
                        + name
                        + "' over '"
                        + below
                        + "', which is "
                        + Draft.type(draft.layer(below)).word(),
                    "a container over btrfs",
                    "Its files are no subvolume there.",
                    "declare them for the thin volume (thin) below, or use btrfs"));
  }

  private void refuse(
      Value.Fields layer, String seen, String wanted, String why, String correction) {
    problems.add(
        problems
            .at(Code.NO_SCHEDULE, layer.spot("snapshots"))
            .saw("snapshots of " + seen, wanted)
            .because(why)
            .correct(correction));
  }

  private void group(String name, Value.Fields layer, Map<String, Integer> inGroup) {
    int kept =
        layer.several("snapshots").stream()
            .mapToInt(each -> Integer.parseInt(each.word("keep").orElseThrow().text()))
            .sum();
    Optional<String> group =
        Stack.lower(draft, name).stream()
            .filter(pool -> Draft.type(draft.layer(pool)).offers() == Offer.POOL)
            .flatMap(pool -> Stack.lower(draft, pool).stream())
            .findFirst();
    if (group.isEmpty()) {
      return;
    }
    int before = inGroup.getOrDefault(group.get(), 0);
    inGroup.put(group.get(), before + kept);
    if (before <= MOST_IN_GROUP && before + kept > MOST_IN_GROUP) {
      problems.add(
          problems
              .at(Code.SCHEDULES_MANY, layer.spot("snapshots"))
              .saw(
                  (before + kept) + " snapshots to be kept in '" + group.get() + "'",
                  "at most " + MOST_IN_GROUP)
              .because(
                  "Each takes room in the group's metadata; when that is full, nothing in the group"
                      + " can be changed any more, and its pools cannot grow."));
    }
  }

  /** The longest that such a snapshot is named, behind the volume's name. */
  static String longestName(Value.Fields layer) {
    return layer.several("snapshots").stream()
        .map(each -> each.word("every").orElseThrow().text())
        .max(Comparator.comparing(String::length))
        .map(every -> ".every-" + every + "-20261231T235959Z")
        .orElse("");
  }
}
