package io.cairn.view;

import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.view.LayerCommands.Use;
import io.cairn.view.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One layer for people: what it is for, where it stands, its sizes, its commands, its failures. */
public final class ExplanationText {
  private static final String INDENT = "  ";

  private final Explanation told;
  private final Screen screen;
  private final Stacks stacks;
  private final List<String> lines = new ArrayList<>();

  private ExplanationText(Explanation told, Screen screen) {
    this.told = told;
    this.screen = screen;
    this.stacks = told.stacks(screen.glyphs());
  }

  /** All of it. */
  public static String of(Explanation told, Screen screen) {
    ExplanationText text = new ExplanationText(told, screen);
    text.write();
    return String.join("\n", text.lines) + "\n";
  }

  private void write() {
    Layer layer = told.layer();
    lines.add(
        screen.paint(Ink.STRONG, layer.name().text())
            + ": "
            + told.purpose().title()
            + " (type: "
            + layer.type()
            + ")");
    lines.add("");
    wrap(told.purpose().about());
    head("Where it stands");
    stack();
    head(told.live().isPresent() ? "How it is" : "Where it is active");
    if (told.live().isPresent()) {
      told.nodes().forEach(this::node);
    } else {
      use("active on ", node -> stacks.isInUse(layer, node));
      use("stands by on ", node -> !stacks.isInUse(layer, node));
    }
    head("Sizes");
    told.sizes().forEach(this::sizes);
    head("Commands of Cairn");
    commands(told.commandsOfCairn());
    head("Commands on a node, which only look");
    commands(told.commandsOnNode());
    head("What Cairn does with it");
    told.purpose().does().forEach(this::bullet);
    head("When it fails");
    told.failures().forEach(this::bullet);
    told.live().ifPresent(live -> differences(live.differences()));
  }

  private void head(String title) {
    lines.add("");
    lines.add(screen.paint(Ink.STRONG, title));
  }

  private void wrap(String text) {
    Prose.wrap(text, screen.width() - INDENT.length()).stream()
        .map(line -> INDENT + line)
        .forEach(lines::add);
  }

  private void bullet(String sentence) {
    String sign = INDENT + "- ";
    String lead = sign;
    for (String line : Prose.wrap(sentence, screen.width() - sign.length())) {
      lines.add(lead + line);
      lead = " ".repeat(sign.length());
    }
  }

  private void stack() {
    told.over()
        .forEach(
            (grounds, nodes) ->
                wrap("over " + String.join(", ", grounds) + on(nodes, told.over().size())));
    List<List<Cell>> rows = new ArrayList<>();
    for (LayerTree.Line line : told.stack()) {
      Layer layer = line.layer();
      boolean self = layer.equals(told.layer());
      String sign = self ? screen.glyphs().of("▸ ", "> ") : "  ";
      Ink ink = self ? Ink.STRONG : Ink.NONE;
      Optional<NodeName> node = told.cluster().nodesOf(layer).stream().findFirst();
      String facts =
          String.join(", ", LayerWords.facts(layer, node.flatMap(one -> stacks.size(layer, one))));
      rows.add(
          List.of(
              new Cell(ink, sign + INDENT.repeat(line.depth()) + layer.name()),
              new Cell(Ink.FAINT, layer.type()),
              Cell.of(facts)));
    }
    lines.addAll(new Table(rows).lines(screen));
  }

  private static String on(List<NodeName> nodes, int ways) {
    return ways == 1 ? "" : " on " + joined(nodes);
  }

  private static String joined(List<NodeName> nodes) {
    return nodes.stream().map(NodeName::text).collect(Collectors.joining(", "));
  }

  private void use(String words, Predicate<NodeName> which) {
    List<NodeName> nodes = told.nodes().stream().filter(which).toList();
    if (!nodes.isEmpty()) {
      wrap(words + joined(nodes));
    }
  }

  private void node(NodeName node) {
    Layer layer = told.layer();
    Optional<LayerState> state = stacks.state(layer.name(), node);
    Health health = state.map(LayerState::health).orElse(Health.UNKNOWN);
    List<String> words = new ArrayList<>();
    words.add(state.map(Verdict::words).orElse("nothing is known"));
    Optional<LayerState.Fill> fill = state.flatMap(LayerState::fill);
    fill.ifPresent(full -> words.add(full.percent() + " % of " + full.total() + " full"));
    stacks
        .size(layer, node)
        .filter(_ -> fill.isEmpty() && health != Health.UNKNOWN && health != Health.ABSENT)
        .ifPresent(size -> words.add(size + " large"));
    state
        .flatMap(LayerState::sync)
        .ifPresent(sync -> words.add(sync.what() + ": " + Verdict.amounts(sync)));
    String mark = screen.paint(StatusText.ink(health), screen.glyphs().mark(health));
    List<String> wrapped = Prose.wrap(node + ": " + String.join(", ", words), screen.width() - 5);
    lines.add(INDENT + mark + " " + String.join("\n    ", wrapped));
  }

  private void sizes(List<String> sentences, List<NodeName> nodes) {
    if (told.sizes().size() > 1) {
      wrap("on " + joined(nodes) + ":");
    }
    sentences.forEach(this::bullet);
  }

  /** Side by side where there is room, else each below its command, which is never broken. */
  private void commands(List<Use> uses) {
    Table table =
        new Table(
            uses.stream()
                .map(
                    use ->
                        List.of(Cell.of(INDENT + use.command()), new Cell(Ink.FAINT, use.does())))
                .toList());
    if (table.width() <= screen.width()) {
      lines.addAll(table.lines(screen));
      return;
    }
    for (Use use : uses) {
      lines.add(INDENT + use.command());
      lines.add(INDENT + INDENT + screen.paint(Ink.FAINT, use.does()));
    }
  }

  private void differences(Differences differences) {
    head("What differs from the file");
    if (differences.known() == Differences.Knowledge.REFUSED) {
      bullet("Nobody can tell: an error stands in the way of a plan. See 'cairn plan'.");
    } else if (told.differences().isEmpty()) {
      bullet("Nothing.");
    }
    for (StepFold fold : told.differences()) {
      String why = fold.why().isEmpty() ? "" : ": " + fold.why();
      wrap(
          PlanText.signs(fold.first()).strip()
              + " "
              + fold.nodes()
              + " "
              + Prose.clause(fold.first().intent())
              + why);
    }
  }
}
