package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every layer lies over something that can carry it, on the nodes where that is. */
final class StackChecks {
  /** GPT has room for 36 UTF-16 units of a partition's name (UEFI 2.10, table 5-6). */
  private static final int LONGEST_LABEL = 36;

  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  StackChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    circles();
    layerTwice();
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              ground(layer);
              nodes(name, layer);
              name(name, layer);
            });
  }

  /** Whether the type of that layer can lie over what it names there. */
  static boolean fits(Draft draft, Value.Fields layer, Value.Word over) {
    return offer(draft, over).filter(Draft.type(layer).liesOver()::contains).isPresent();
  }

  private static Optional<Offer> offer(Draft draft, Value.Word over) {
    return Draft.isDisk(over)
        ? Optional.of(Offer.DISK)
        : Optional.ofNullable(draft.layers().get(over.text())).map(l -> Draft.type(l).offers());
  }

  /** From a layer that is in a circle or over one, going down always ends in a circle. */
  private void circles() {
    Set<String> done = new LinkedHashSet<>();
    for (String start : stack.circular()) {
      List<String> path = new ArrayList<>();
      String at = start;
      while (done.add(at)) {
        path.add(at);
        at =
            Stack.lower(draft, at).stream()
                .filter(stack.circular()::contains)
                .findFirst()
                .orElseThrow();
      }
      if (path.contains(at)) {
        circle(path.subList(path.indexOf(at), path.size()));
      }
    }
  }

  private void circle(List<String> members) {
    String first = members.getFirst();
    String below = members.get(1 % members.size());
    String shown = String.join(" over ", members) + " over " + first;
    Value.Word over =
        Draft.over(draft.layer(first)).stream()
            .filter(word -> word.text().equals(below))
            .findFirst()
            .orElseThrow();
    problems.add(problems.at(Code.CYCLE, over.at()).saw(shown, "layers that end on a disk"));
  }

  private void ground(Value.Fields layer) {
    LayerType type = Draft.type(layer);
    List<String> nouns = type.liesOver().stream().map(Offer::noun).toList();
    for (Value.Word over : Draft.over(layer)) {
      Optional<Offer> offer = offer(draft, over);
      if (offer.isPresent()
          && !fits(draft, layer, over)
          && !stack.circular().contains(over.text())) {
        String what =
            Draft.isDisk(over) ? "a disk" : "'" + over.text() + "', " + offer.get().noun();
        problems.add(
            problems
                .at(Code.WRONG_GROUND, over.at())
                .saw(type.word() + " over " + what, Problems.anyOf(nouns))
                .because(type.ground()));
      }
    }
  }

  private void layerTwice() {
    Map<String, String> holders = new HashMap<>();
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              for (Value.Word over : Set.copyOf(Draft.over(layer))) {
                boolean exclusive =
                    fits(draft, layer, over)
                        && offer(draft, over).filter(Offer::isExclusive).isPresent();
                String other = exclusive ? holders.putIfAbsent(over.text(), name) : null;
                if (other != null && !other.equals(name)) {
                  problems.add(
                      problems
                          .at(Code.LAYER_TWICE, over.at())
                          .saw(
                              "'" + name + "' and '" + other + "' over '" + over.text() + "'",
                              "one layer over it")
                          .because("Each would overwrite the other."));
                }
              }
            });
  }

  private void nodes(String name, Value.Fields layer) {
    if (layer.value("over").orElse(null) instanceof Value.Fields byNode) {
      eachNodeHasItsOwn(layer, byNode);
    }
    for (String node : stack.nodesOf(name).orElse(List.of())) {
      Draft.over(layer, node).stream()
          .filter(over -> !Draft.isDisk(over) && draft.nodeNames().contains(node))
          .forEach(over -> onNodeBelow(layer, over, node));
    }
    if (stack.nodesOf(name).filter(List::isEmpty).isPresent()) {
      nowhere(name, layer);
    }
    String replica = stack.replicas().get(name);
    if (replica != null && !replica.equals(name)) {
      whereTheReplicaIs(name, layer, replica);
    }
  }

  private void nowhere(String name, Value.Fields layer) {
    problems.add(
        problems
            .at(Code.WRONG_NODES, layer.spot("over"))
            .saw(
                "no node has all that '" + name + "' lies over",
                "things that are on the same nodes"));
  }

  private void onNodeBelow(Value.Fields layer, Value.Word over, String node) {
    Optional<List<String>> below = stack.nodesOf(over.text());
    if (below.isPresent() && !below.get().contains(node)) {
      problems.add(
          problems
              .at(Code.WRONG_NODES, declared(layer, node).orElse(over.at()))
              .saw(
                  "node '" + node + "'",
                  "a node of '" + over.text() + "': " + String.join(", ", below.get())));
    }
  }

  private static Optional<Spot> declared(Value.Fields layer, String node) {
    return layer.words("nodes").map(Value.Words::all).orElse(List.of()).stream()
        .filter(word -> word.text().equals(node))
        .map(Value.Word::at)
        .findFirst();
  }

  private void eachNodeHasItsOwn(Value.Fields layer, Value.Fields byNode) {
    List<Value.Word> declared = layer.words("nodes").map(Value.Words::all).orElse(List.of());
    for (Value.Word node : declared) {
      if (byNode.omits(node.text())) {
        problems.add(
            problems
                .at(Code.WRONG_NODES, node.at())
                .saw("'over' names nothing for '" + node.text() + "'", "an entry for every node"));
      }
    }
    List<String> names = declared.stream().map(Value.Word::text).toList();
    byNode
        .byKey()
        .forEach(
            (node, field) -> {
              if (!names.isEmpty() && !names.contains(node) && draft.nodeNames().contains(node)) {
                problems.add(
                    problems
                        .at(Code.WRONG_NODES, field.key())
                        .saw("'" + node + "'", "one of 'nodes': " + String.join(", ", names)));
              }
            });
  }

  private void whereTheReplicaIs(String name, Value.Fields layer, String replica) {
    Optional<List<String>> own = stack.nodesOf(name);
    Optional<List<String>> below = stack.nodesOf(replica);
    if (own.isPresent()
        && below.isPresent()
        && below.get().containsAll(own.get())
        && !new TreeSet<>(own.get()).equals(new TreeSet<>(below.get()))) {
      problems.add(
          problems
              .at(Code.WRONG_NODES, layer.spot("nodes"))
              .saw(
                  String.join(", ", own.get()),
                  "all nodes of '" + replica + "': " + String.join(", ", below.get()))
              .because("What lies over a DRBD resource moves with it to any of its nodes.")
              .correct("leave 'nodes' out here"));
    }
  }

  private void name(String name, Value.Fields layer) {
    LayerType type = Draft.type(layer);
    if (type.offers() == Offer.REPLICA && name.equals("all")) {
      problems.add(
          problems
              .at(Code.RESERVED_NAME, layer.at())
              .saw("a DRBD resource 'all'", "another name")
              .because("drbdadm(8) takes 'all' for every resource of the node."));
    }
    if (type.offers() == Offer.PARTITION && name.length() > LONGEST_LABEL) {
      problems.add(
          problems
              .at(Code.RESERVED_NAME, layer.at())
              .saw("a partition with a name of " + name.length(), "at most " + LONGEST_LABEL)
              .because("A GPT label has no room for more."));
    }
  }
}
