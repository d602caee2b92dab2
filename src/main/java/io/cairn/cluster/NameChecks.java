package io.cairn.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every name resolves to one thing of the expected kind (rule R01). */
final class NameChecks {
  /** The keys of layers whose values may differ by node. */
  private static final List<String> BY_NODE = List.of("over", "on", "protocol");

  private final Draft draft;
  private final Problems problems;

  NameChecks(Draft draft, Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void run() {
    draft.layers().values().forEach(this::layer);
    for (String part : new String[] {"nodes", "networks", "layers"}) {
      draft.file().fields(part).ifPresent(this::caseOnly);
    }
  }

  private void layer(Value.Fields layer) {
    Draft.over(layer).forEach(this::known);
    layer.value("on").map(Draft::words).orElse(List.of()).forEach(this::known);
    layer
        .fields("cache")
        .flatMap(cache -> cache.value("on"))
        .map(Draft::words)
        .orElse(List.of())
        .forEach(this::known);
    layer.words("nodes").ifPresent(words -> words.all().forEach(this::node));
    layer.word("prefer").ifPresent(this::node);
    layer.word("source").ifPresent(this::node);
    layer.word("network").ifPresent(word -> resolve(word, "networks", draft.networkNames()));
    for (String key : BY_NODE) {
      if (layer.value(key).orElse(null) instanceof Value.Fields byNode) {
        byNode.byKey().forEach((name, field) -> node(new Value.Word(field.key(), name)));
      }
    }
  }

  private void known(Value.Word on) {
    if (!Draft.isDisk(on)) {
      below(on);
    }
  }

  private void node(Value.Word word) {
    resolve(word, "nodes", draft.nodeNames());
  }

  private void below(Value.Word word) {
    if (draft.layerNames().contains(word.text()) || !draft.knows("layers")) {
      return;
    }
    Optional<String> nearest = Nearest.of(word.text(), draft.layerNames());
    problems.add(
        problems
            .at(Code.UNRESOLVED, word.at())
            .saw(
                "'" + word.text() + "'",
                oneOf("layers", draft.layerNames()) + ", or a path below /dev")
            .correct(
                nearest
                    .map(name -> "did you mean '" + name + "'?")
                    .orElse("a disk is named by its path, as in /dev/disk/by-id/virtio-store1")));
  }

  private void resolve(Value.Word word, String part, Collection<String> known) {
    if (known.contains(word.text()) || !draft.knows(part)) {
      return;
    }
    problems.add(
        problems
            .at(Code.UNRESOLVED, word.at())
            .saw("'" + word.text() + "'", oneOf(part, known))
            .correct(Nearest.question(word.text(), known)));
  }

  private static String oneOf(String part, Collection<String> known) {
    return known.isEmpty()
        ? "a name from '" + part + "', which is empty"
        : "one of the " + part + " " + Problems.names(known);
  }

  private void caseOnly(Value.Fields named) {
    Map<String, String> seen = new HashMap<>();
    named
        .byKey()
        .forEach(
            (name, field) -> {
              String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
              if (other != null) {
                problems.add(
                    problems
                        .at(Code.CASE_ONLY, field.key())
                        .saw("'" + name + "' and '" + other + "'", "names that nobody confuses")
                        .because("A slip of the shift key would then mean another thing."));
              }
            });
  }
}
