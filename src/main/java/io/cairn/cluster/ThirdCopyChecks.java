package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.LayerName;
import java.util.List;
import java.util.Optional;

/** The address that moves between the first two nodes of a resource, for the third. */
final class ThirdCopyChecks {
  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  ThirdCopyChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              if (Draft.type(layer).offers() == Offer.REPLICA) {
                layer.word("address").ifPresent(word -> address(name, layer, word));
              }
            });
  }

  private void address(String name, Value.Fields layer, Value.Word word) {
    Optional<List<String>> nodes = stack.nodesOf(name);
    if (nodes.isEmpty()) {
      return;
    }
    if (nodes.get().size() != ThirdCopy.NODES) {
      problems.add(
          problems
              .at(Code.NO_THIRD_COPY, word.at())
              .saw(
                  "'" + name + "' on " + String.join(", ", nodes.get()),
                  "three nodes, the third being the one that reaches the others by it")
              .correct("leave 'address' out, or name a third node"));
      return;
    }
    network(layer, nodes.get())
        .ifPresent(
            network ->
                draft
                    .subnet(network)
                    .ifPresent(
                        subnet ->
                            new Addresses(problems)
                                .in(subnet, Draft.address(word).orElseThrow(), network, word)));
    lowerName(name, layer);
  }

  private Optional<String> network(Value.Fields layer, List<String> nodes) {
    return layer
        .word("network")
        .map(Value.Word::text)
        .or(
            () ->
                Optional.ofNullable(draft.nodes().get(nodes.getFirst()))
                    .flatMap(node -> node.word("address"))
                    .flatMap(Draft::address)
                    .flatMap(draft::networkWith));
  }

  private void lowerName(String name, Value.Fields layer) {
    String lower = ThirdCopy.lower(new LayerName(name)).text();
    if (draft.layers().containsKey(lower)) {
      problems.add(
          problems
              .at(Code.RESERVED_NAME, layer.at())
              .saw("a layer '" + lower + "'", "that name free")
              .because(
                  "It is the name of the resource that the first two nodes have of their own."));
    }
  }
}
