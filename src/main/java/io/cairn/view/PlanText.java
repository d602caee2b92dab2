package io.cairn.view;

import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.engine.Subject;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.plan.Plan;
import io.cairn.plan.Planner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A plan for the eyes: one line a step, {@code +} creates, {@code ~} changes, {@code -} destroys,
 * {@code !} interrupts what runs, each with its nodes and the reason; grouped by layer from the
 * bottom up, or from the top down where everything is taken away. Lines longer than the screen are
 * wrapped, never cut: what is approved must be read.
 */
public final class PlanText {
  private static final String INDENT = "  ";

  private final Plan plan;
  private final Cluster cluster;
  private final Screen screen;
  private final int nodesWidth;

  private PlanText(Plan plan, Cluster cluster, Screen screen) {
    this.plan = plan;
    this.cluster = cluster;
    this.screen = screen;
    this.nodesWidth =
        StepFold.of(plan.steps().stream()).stream()
            .mapToInt(fold -> Prose.length(fold.nodes()))
            .max()
            .orElse(0);
  }

  /** The plan, ending with a summary. */
  public static String of(Plan plan, Cluster cluster, Screen screen) {
    return String.join("\n", new PlanText(plan, cluster, screen).lines()) + "\n";
  }

  /** The chosen part of a plan, and what became of the rest. */
  public static String of(Planner.Result planned, Cluster cluster, Screen screen) {
    return shown(planned, of(planned.plan(), cluster, screen), cluster, screen);
  }

  /** The same in the order of its execution, with every command, guard, check and file. */
  public static String withCommands(Planner.Result planned, Cluster cluster, Screen screen) {
    return shown(planned, withCommands(planned.plan(), cluster, screen), cluster, screen);
  }

  private static String shown(Planner.Result planned, String all, Cluster cluster, Screen screen) {
    if (planned.selection().isAll()) {
      return planned.plan().isEmpty() && !planned.findings().isEmpty()
          ? screen.paint(Ink.CAREFUL, cluster.name() + ": nothing to do, but see what stands above")
              + "\n"
          : all;
    }
    String nothing =
        screen.paint(Ink.GOOD, cluster.name() + ": nothing to do in the chosen part") + "\n";
    return (planned.plan().isEmpty() ? nothing : all) + PartText.of(planned, screen);
  }

  /** The plan in the order of its execution, with every command, guard, check and file. */
  public static String withCommands(Plan plan, Cluster cluster, Screen screen) {
    if (plan.isEmpty()) {
      return of(plan, cluster, screen);
    }
    List<String> lines = new ArrayList<>(new PlanCommands(plan, screen).lines());
    lines.add(summary(plan, cluster, screen));
    return String.join("\n", lines) + "\n";
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    groups()
        .forEach(
            (subject, steps) -> {
              lines.add(heading(subject));
              StepFold.of(steps.stream()).forEach(fold -> lines.addAll(stepLines(fold)));
            });
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(summary(plan, cluster, screen));
    return lines;
  }

  private static String summary(Plan plan, Cluster cluster, Screen screen) {
    if (plan.isEmpty()) {
      return screen.paint(Ink.GOOD, cluster.name() + ": nothing to do, all is as declared");
    }
    String sentence = cluster.name() + ": " + PlanSummary.of(plan).sentence();
    return Prose.wrap(sentence, screen.width()).stream()
        .map(line -> screen.paint(Ink.STRONG, line))
        .collect(Collectors.joining("\n"));
  }

  /** Steps by their layer; all settings of nodes are one group, before the layers. */
  private Map<Optional<LayerName>, List<Step>> groups() {
    boolean down = plan.steps().stream().allMatch(step -> step.mark() == Mark.DESTROY);
    Comparator<Step> byRank = Comparator.comparingInt(step -> rank(step.subject()));
    return plan.steps().stream()
        .sorted(down ? byRank.reversed() : byRank)
        .collect(
            Collectors.groupingBy(
                step -> layerOf(step.subject()), LinkedHashMap::new, Collectors.toList()));
  }

  private static Optional<LayerName> layerOf(Subject subject) {
    return switch (subject) {
      case Subject.OfNode _ -> Optional.empty();
      case Subject.OfLayer(var layer) -> Optional.of(layer);
    };
  }

  private int rank(Subject subject) {
    return switch (subject) {
      case Subject.OfNode _ -> -1;
      case Subject.OfLayer(var name) -> {
        Layer layer = cluster.layers().get(name);
        yield layer == null ? Integer.MAX_VALUE : cluster.bottomUp().indexOf(layer);
      }
    };
  }

  private String heading(Optional<LayerName> name) {
    String about =
        name.map(cluster.layers()::get)
            .map(layer -> "  " + LayerWords.typeAndPlace(layer, cluster))
            .orElse("");
    return screen.paint(Ink.STRONG, name.map(LayerName::text).orElse("nodes")) + about;
  }

  private List<String> stepLines(StepFold fold) {
    Step step = fold.first();
    String head = INDENT + signs(step) + " ";
    String nodes = Prose.pad(fold.nodes(), nodesWidth) + " ";
    String intent = Prose.clause(step.intent());
    String why = fold.why();
    String between = " " + screen.glyphs().dash() + " ";
    int indent = Prose.length(head) + Prose.length(nodes);
    int room = screen.width() - indent;
    String painted = screen.paint(ink(step), head) + screen.paint(Ink.FAINT, nodes);
    if (why.isEmpty()) {
      return hang(painted, Prose.wrap(intent, room), indent);
    }
    if (Prose.length(intent + between + why) <= room) {
      return List.of(painted + intent + screen.paint(Ink.FAINT, between + why));
    }
    List<String> texts = new ArrayList<>(Prose.wrap(intent, room));
    Prose.wrap(why, room - between.length()).stream()
        .map(line -> screen.paint(Ink.FAINT, " ".repeat(between.length()) + line))
        .forEach(texts::add);
    return hang(painted, texts, indent);
  }

  private static List<String> hang(String head, List<String> texts, int indent) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add((lines.isEmpty() ? head : " ".repeat(indent)) + text);
    }
    return lines;
  }

  static String signs(Step step) {
    return step.mark().sign() + (step.effect() == Effect.DISRUPTIVE ? "!" : " ");
  }

  static Ink ink(Step step) {
    return switch (step.mark()) {
      case CREATE -> step.effect() == Effect.DISRUPTIVE ? Ink.CAREFUL : Ink.GOOD;
      case CHANGE -> Ink.CAREFUL;
      case DESTROY -> Ink.BAD;
    };
  }
}
