package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Percent;
import io.cairn.graph.Size;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is declared in a group fits into it, as far as the file says how large it is (rule R04). */
final class CapacityChecks {
  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  CapacityChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.GROUP) {
                stack.nodesOf(name).orElse(List.of()).forEach(node -> percentages(name, node));
              }
            });
    for (String node : nodesWithGroups()) {
      new DeclaredSizes(draft, stack, node).groups().forEach(this::fits);
    }
  }

  /** What thin volumes seem to have, against what their pools can become: only advice. */
  void advise() {
    for (String node : nodesWithGroups()) {
      new DeclaredSizes(draft, stack, node)
          .groups()
          .forEach(
              (_, division) ->
                  division
                      .parts()
                      .forEach((pool, part) -> overcommitted(pool, part, division, node)));
    }
  }

  private Set<String> nodesWithGroups() {
    Set<String> nodes = new LinkedHashSet<>();
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.GROUP) {
                nodes.addAll(stack.nodesOf(name).orElse(List.of()));
              }
            });
    return nodes;
  }

  private void percentages(String group, String node) {
    int sum = 0;
    for (String name : stack.on(node)) {
      Value.Fields layer = draft.layer(name);
      Optional<Value.Word> size = layer.word("size");
      Optional<Percent> percent = size.flatMap(word -> Percent.parse(word.text()));
      boolean inGroup =
          Draft.over(layer, node).stream().anyMatch(over -> over.text().equals(group));
      if (!inGroup || percent.isEmpty()) {
        continue;
      }
      int before = sum;
      sum += percent.get().value();
      if (before <= 100 && sum > 100) {
        problems.add(
            problems
                .at(Code.PERCENT_SUM, size.orElseThrow().at())
                .saw(
                    "'"
                        + percent.get()
                        + "' in '"
                        + group
                        + "', of which "
                        + before
                        + "% are taken",
                    "at most " + Math.max(0, 100 - before) + "%")
                .because("A percentage is of what is left when all sizes in the group are made.")
                .correct("only thin volumes in a thin pool may seem larger than what is there"));
      }
    }
  }

  private void fits(String group, GroupDivision division) {
    if (division.missing().equals(Extents.NONE)) {
      return;
    }
    Extents taken = division.spare();
    for (Map.Entry<LayerName, GroupDivision.Part> entry : division.parts().entrySet()) {
      taken = taken.plus(entry.getValue().all());
      if (taken.compareTo(division.total()) > 0) {
        full(group, division, draft.layer(entry.getKey().text()));
        return;
      }
    }
  }

  private void full(String group, GroupDivision division, Value.Fields volume) {
    problems.add(
        problems
            .at(Code.GROUP_FULL, volume.word("size").orElseThrow().at())
            .saw(
                "'" + group + "' has at most " + division.total() + ": " + GroupText.of(division),
                "at least " + division.missing() + " less")
            .because("Every volume is rounded up to whole extents, and metadata needs room too."));
  }

  private void overcommitted(
      LayerName pool, GroupDivision.Part part, GroupDivision division, String node) {
    Value.Fields declared = draft.layer(pool.text());
    if (Draft.type(declared).offers() != Offer.POOL) {
      return;
    }
    boolean grows =
        GraphBuilder.layer(pool, declared) instanceof Layer.ThinPool thinPool
            && thinPool.autoExtend().isOn();
    Extents most = grows ? part.data().plus(division.left()) : part.data();
    Extents seeming = Extents.NONE;
    for (String name : stack.above(pool.text())) {
      Value.Fields layer = draft.layer(name);
      if (Draft.type(layer).offers() == Offer.THIN
          && Draft.over(layer, node).stream().anyMatch(w -> w.text().equals(pool.text()))) {
        seeming =
            seeming.plus(
                Extents.holding(Size.parse(layer.word("size").orElseThrow().text()).orElseThrow()));
      }
    }
    if (seeming.compareTo(most) > 0) {
      problems.add(
          problems
              .at(Code.OVERCOMMITTED, declared.at())
              .saw(
                  "thin volumes of "
                      + seeming.size()
                      + " in '"
                      + pool
                      + "', which can have "
                      + most.size()
                      + " at most",
                  "a larger group, or thin volumes that fit")
              .because(
                  "When they are written in full, the pool is full, and writes to any of them fail."));
    }
  }
}
