package io.cairn.view;

import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeState;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.SystemFacts;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.view.Table.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state of a cluster for people: a verdict, the nodes, every layer on every node from the
 * bottom up, and what is wrong in words. On a narrow screen the table says less, the words below it
 * say all the same.
 */
public final class StatusText {
  private final Status status;
  private final Screen screen;

  private StatusText(Status status, Screen screen) {
    this.status = status;
    this.screen = screen;
  }

  /** All of it. */
  public static String of(Status status, Screen screen) {
    return String.join("\n", new StatusText(status, screen).lines()) + "\n";
  }

  /** How much the table says of a layer on a node. */
  private enum Detail {
    ALL,
    WITHOUT_BARS,
    ROLE_AND_FIGURES,
    FIGURES,
    MARK
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    Verdict verdict = Verdict.of(status);
    Prose.wrap(verdict.text(), screen.width()).stream()
        .map(line -> screen.paint(verdict.isHealthy() ? Ink.GOOD : ink(verdict.health()), line))
        .forEach(lines::add);
    lines.add("");
    lines.addAll(nodes());
    lines.add("");
    lines.addAll(layers());
    List<String> wrong = wrong();
    if (!wrong.isEmpty()) {
      lines.add("");
      lines.addAll(wrong);
    }
    return lines;
  }

  private List<String> nodes() {
    List<List<Cell>> rows = new ArrayList<>();
    for (NodeName node : status.nodes()) {
      List<Cell> row = new ArrayList<>();
      switch (status.observed().nodes().get(node)) {
        case NodeSurvey.Answered(var facts) -> {
          row.add(mark(aspectHealth(node)));
          row.add(Cell.of(node.text()));
          row.add(Cell.of(facts.system().system()));
          row.add(Cell.of(clock(facts.system())));
          row.add(new Cell(Ink.FAINT, aspects(node)));
        }
        case NodeSurvey.Unreachable(var why) -> {
          row.add(mark(Health.FAILED));
          row.add(Cell.of(node.text()));
          row.add(new Cell(Ink.BAD, "does not answer: " + firstLine(why)));
        }
        case null -> {
          row.add(mark(Health.UNKNOWN));
          row.add(Cell.of(node.text()));
          row.add(Cell.of("was not asked"));
        }
      }
      rows.add(row);
    }
    return new Table(rows).lines(screen);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** As in {@code clock 12 ms ahead}, compared with the machine that asks. */
  private static String clock(SystemFacts system) {
    Duration ahead = system.ahead();
    Duration apart = ahead.abs();
    String amount = apart.toSeconds() == 0 ? apart.toMillis() + " ms" : Prose.span(apart);
    return "clock " + amount + (ahead.isNegative() ? " behind" : " ahead");
  }

  private Health aspectHealth(NodeName node) {
    return status.aspects().stream()
        .filter(aspect -> aspect.node().equals(node))
        .map(NodeState::health)
        .max(Health::compareTo)
        .orElse(Health.OK);
  }

  private String aspects(NodeName node) {
    return status.aspects().stream()
        .filter(aspect -> aspect.node().equals(node))
        .map(
            aspect ->
                aspect.health() == Health.OK
                    ? aspect.aspect()
                    : aspect.aspect() + ": " + aspect.detail())
        .collect(Collectors.joining(", "));
  }

  private List<String> layers() {
    List<NodeName> nodes = status.nodes();
    for (Detail detail : Detail.values()) {
      Table table = table(nodes, detail);
      if (table.width() <= screen.width()) {
        return table.lines(screen);
      }
    }
    return fitting(nodes);
  }

  /** Marks alone, with as many nodes side by side as the screen takes. */
  private List<String> fitting(List<NodeName> nodes) {
    Table table = table(nodes, Detail.MARK);
    if (table.width() <= screen.width() || nodes.size() == 1) {
      return table.lines(screen);
    }
    int half = nodes.size() / 2;
    List<String> lines = new ArrayList<>(fitting(nodes.subList(0, half)));
    lines.add("");
    lines.addAll(fitting(nodes.subList(half, nodes.size())));
    return lines;
  }

  private Table table(List<NodeName> nodes, Detail detail) {
    List<List<Cell>> rows = new ArrayList<>();
    List<Cell> header = new ArrayList<>(List.of(Cell.of("layer"), Cell.of("type")));
    for (NodeName node : nodes) {
      header.add(new Cell(Ink.STRONG, node.text()));
      header.add(Cell.of(""));
    }
    rows.add(header);
    for (LayerTree.Line line : LayerTree.of(status.cluster(), status.shownLayers())) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of("  ".repeat(line.depth()) + line.layer().name()));
      row.add(new Cell(Ink.FAINT, line.layer().type()));
      nodes.forEach(node -> row.addAll(cells(line.layer(), node, detail)));
      rows.add(row);
    }
    return new Table(rows);
  }

  private List<Cell> cells(Layer layer, NodeName node, Detail detail) {
    if (!status.cluster().nodesOf(layer).contains(node)) {
      return List.of(Cell.of(""), Cell.of(""));
    }
    return status
        .state(layer.name(), node)
        .map(
            state ->
                List.of(
                    new Cell(ink(state.health()), markAndRole(state, detail)),
                    Cell.of(figures(state, detail))))
        .orElseGet(() -> List.of(mark(Health.UNKNOWN), Cell.of("")));
  }

  private Cell mark(Health health) {
    return new Cell(ink(health), screen.glyphs().mark(health));
  }

  private String markAndRole(LayerState state, Detail detail) {
    String mark = screen.glyphs().mark(state.health());
    return switch (detail) {
      case ALL, WITHOUT_BARS, ROLE_AND_FIGURES -> (mark + " " + state.role()).stripTrailing();
      case FIGURES, MARK -> mark;
    };
  }

  private String figures(LayerState state, Detail detail) {
    String sync = state.sync().map(Verdict::amounts).orElse("");
    String full = state.fill().map(fill -> fill.percent() + " % full").orElse("");
    String pace =
        state.fill().flatMap(LayerState.Fill::pace).map(LayerState.Pace::words).orElse("");
    String rate =
        state.fill().flatMap(LayerState.Fill::pace).map(LayerState.Pace::sentence).orElse("");
    Stream<String> parts =
        switch (detail) {
          case ALL -> Stream.of(state.detail(), sync, state.fill().map(this::bar).orElse(""), rate);
          case WITHOUT_BARS -> Stream.of(state.detail(), sync, full, rate);
          case ROLE_AND_FIGURES, FIGURES ->
              Stream.of(state.sync().map(s -> s.percent() + " %").orElse(""), full, pace);
          case MARK -> Stream.of();
        };
    return parts.filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
  }

  private String bar(LayerState.Fill fill) {
    return screen.glyphs().bar(fill.percent(), 8)
        + String.format(Locale.ROOT, " %d %% of ", fill.percent())
        + fill.total();
  }

  private List<String> wrong() {
    List<String> lines = new ArrayList<>();
    if (status.isBeingChanged()) {
      lines.add("What is not as declared may be on its way; look again when the change is over.");
    } else if (Verdict.isNotBuilt(status)) {
      lines.add("'cairn plan' shows what would be built, 'cairn apply' builds it.");
    } else {
      Verdict.unexplained(status)
          .flatMap(sentence -> Prose.wrap(sentence, screen.width()).stream())
          .forEach(lines::add);
    }
    String findings = FindingText.of(status.findings(), screen);
    if (!findings.isEmpty()) {
      lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
      lines.addAll(findings.lines().toList());
    }
    return lines;
  }

  static Ink ink(Health health) {
    return switch (health) {
      case OK -> Ink.GOOD;
      case BUSY, DEGRADED, ABSENT, UNKNOWN -> Ink.CAREFUL;
      case FAILED -> Ink.BAD;
    };
  }
}
