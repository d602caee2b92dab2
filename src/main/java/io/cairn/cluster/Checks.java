package io.cairn.cluster;

import java.util.Set;

/** What the values of a file say together. */
final class Checks {
  private Checks() {}

  static void run(Draft draft, Problems problems) {
    draft
        .layers()
        .forEach(
            (_, layer) -> {
              for (Value.Word over : Draft.over(layer)) {
                if (!over.text().startsWith("/")) {
                  resolve(over, draft.layerNames(), problems);
                }
              }
              layer
                  .words("nodes")
                  .ifPresent(n -> n.all().forEach(w -> resolve(w, draft.nodeNames(), problems)));
            });
  }

  private static void resolve(Value.Word name, Set<String> known, Problems problems) {
    if (!known.contains(name.text())) {
      problems.add(
          problems
              .at(Code.UNRESOLVED, name.at())
              .saw("'" + name.text() + "'", "one of " + String.join(", ", known))
              .correct(Nearest.question(name.text(), known)));
    }
  }
}
