package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.RaidLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Arrays have enough members, which do not fail together, and stay where they are. */
final class ArrayChecks {
  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  ArrayChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    Map<String, BaseDisks> disksByNode = new HashMap<>();
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.ARRAY) {
                for (String node : stack.nodesOf(name).orElse(List.of())) {
                  members(layer, Draft.over(layer, node));
                  apart(
                      layer,
                      Draft.over(layer, node),
                      disksByNode.computeIfAbsent(node, on -> new BaseDisks(draft, stack, on)));
                }
              }
            });
    draft.layers().keySet().forEach(this::oneReplica);
  }

  private void members(Value.Fields layer, List<Value.Word> members) {
    Value.Word type = layer.word("type").orElseThrow();
    RaidLevel level = RaidLevel.valueOf(type.text().toUpperCase(Locale.ROOT));
    if (!members.isEmpty() && members.size() < level.leastMembers()) {
      problems.add(
          problems
              .at(Code.FEW_MEMBERS, members.getFirst().at())
              .saw(
                  type.text() + " over " + members.size(),
                  "at least " + level.leastMembers() + " members")
              .because(why(level)));
    }
  }

  private static String why(RaidLevel level) {
    return switch (level) {
      case RAID1 -> "With one member nothing is mirrored.";
      case RAID10 -> "With two members it is a raid1 in another layout: say raid1.";
      case RAID5 -> "With two members it is a mirror that is slow to write: say raid1.";
      case RAID6 -> "Two members' worth of it is parity.";
    };
  }

  private void apart(Value.Fields layer, List<Value.Word> members, BaseDisks disks) {
    Map<String, Value.Word> holders = new HashMap<>();
    for (Value.Word member : members) {
      if (!StackChecks.fits(draft, layer, member)) {
        continue;
      }
      for (String disk : disks.of(member)) {
        Value.Word other = holders.putIfAbsent(disk, member);
        if (other != null && !other.text().equals(member.text())) {
          problems.add(
              problems
                  .at(Code.ONE_DISK, member.at())
                  .saw(
                      "'" + other.text() + "' and '" + member.text() + "' are both on " + disk,
                      "members on disks of their own")
                  .because("When that disk fails, both are gone."));
        }
      }
    }
  }

  /** What lies over DRBD moves with it; nothing else can. */
  private void oneReplica(String name) {
    Value.Fields layer = draft.layer(name);
    Offer offer = Draft.type(layer).offers();
    List<Value.Word> grounds = Draft.over(layer);
    for (Value.Word over : grounds) {
      String replica = Draft.isDisk(over) ? null : stack.replicas().get(over.text());
      if (replica == null || !StackChecks.fits(draft, layer, over)) {
        continue;
      }
      if (offer == Offer.REPLICA || offer == Offer.ARRAY) {
        problems.add(
            problems
                .at(Code.WRONG_GROUND, over.at())
                .saw(
                    Draft.type(layer).word()
                        + " over '"
                        + over.text()
                        + "', over '"
                        + replica
                        + "'",
                    "something that is not over DRBD")
                .because(
                    "What lies over a DRBD resource moves with it; an array or a resource stays on"
                        + " its nodes."));
      } else if (isOneOfSeveral(layer)) {
        problems.add(
            problems
                .at(Code.MIXED_REPLICA, over.at())
                .saw(
                    "'" + name + "' over '" + over.text() + "' and more",
                    "one thing over DRBD, or only things that are not")
                .because("The DRBD resource moves to another node, and the rest stays behind."));
      }
    }
  }

  private static boolean isOneOfSeveral(Value.Fields layer) {
    return layer
        .value("over")
        .filter(
            value ->
                switch (value) {
                  case Value.Word _, Value.Several _ -> false;
                  case Value.Words words -> words.all().size() > 1;
                  case Value.Fields byNode ->
                      byNode.byKey().values().stream()
                          .anyMatch(field -> Draft.words(field.value()).size() > 1);
                })
        .isPresent();
  }
}
