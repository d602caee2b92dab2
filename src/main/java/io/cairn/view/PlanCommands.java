package io.cairn.view;

import io.cairn.engine.Action;
import io.cairn.engine.Command;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Step;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A plan in the order of its execution with exactly what each step runs. */
final class PlanCommands {
  private static final String INDENT = "     ";
  private static final int LABEL = 8;

  private final Plan plan;
  private final Screen screen;
  private final Map<String, Integer> numbers;

  PlanCommands(Plan plan, Screen screen) {
    this.plan = plan;
    this.screen = screen;
    this.numbers = numbers(plan);
  }

  /** Position of each step by its id, from 1. */
  static Map<String, Integer> numbers(Plan plan) {
    return IntStream.range(0, plan.steps().size())
        .boxed()
        .collect(Collectors.toMap(index -> plan.steps().get(index).id(), index -> index + 1));
  }

  /** The numbers of the steps that must have ended before, in order, as in {@code 1, 4}. */
  static String after(Step step, Plan plan, Map<String, Integer> numbers) {
    return plan.after(step.id()).stream()
        .map(numbers::get)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Step step : plan.steps()) {
      lines.addAll(step(step));
      lines.add("");
    }
    return lines;
  }

  private List<String> step(Step step) {
    List<String> lines = new ArrayList<>();
    String number = String.format(Locale.ROOT, "%3d. ", numbers.get(step.id()));
    String head = PlanText.signs(step).strip() + " [" + step.node() + "] ";
    lines.add(
        number + screen.paint(PlanText.ink(step), head) + screen.paint(Ink.STRONG, step.intent()));
    text(lines, "why", step.why());
    text(lines, "after", after(step, plan, numbers));
    text(lines, "effect", effect(step.effect()));
    guards(lines, "only if", step.guards());
    action(lines, step.action());
    guards(lines, "verify", step.checks());
    return lines;
  }

  private static String effect(Effect effect) {
    return switch (effect) {
      case SAFE -> "";
      case DISRUPTIVE -> "interrupts something that runs";
      case DESTRUCTIVE -> "could lose data on a wrong target: runs only while its guards hold";
    };
  }

  private void text(List<String> lines, String label, String text) {
    if (text.isBlank()) {
      return;
    }
    int room = screen.width() - INDENT.length() - LABEL;
    labelled(lines, label, Prose.wrap(text, room));
  }

  private void guards(List<String> lines, String label, List<Guard> guards) {
    for (Guard guard : guards) {
      text(lines, label, guard.what());
      labelled(lines, "", shell(guard.test()));
    }
  }

  private void action(List<String> lines, Action action) {
    switch (action) {
      case Action.Run(var commands) ->
          labelled(lines, "run", commands.stream().map(this::shell).flatMap(List::stream).toList());
      case Action.Carry(var from, var read, var write) -> {
        text(lines, "carry", "a secret from " + from + ", which Cairn neither shows nor keeps:");
        labelled(lines, "", prompt(from + " $ ", read));
        labelled(lines, "", prompt("$ ", write));
      }
    }
  }

  private List<String> shell(Command command) {
    return switch (command) {
      case Command.Exec _, Command.Script _ -> prompt("$ ", command);
      case Command.Put(var file) -> put(command, file);
    };
  }

  private static List<String> prompt(String prompt, Command command) {
    List<String> lines = command.shown().strip().lines().toList();
    String more = " ".repeat(prompt.length());
    return IntStream.range(0, lines.size())
        .mapToObj(index -> (index == 0 ? prompt : more) + lines.get(index))
        .toList();
  }

  private List<String> put(Command command, ManagedFile file) {
    List<String> lines = new ArrayList<>(command.shown().lines().toList());
    if (!file.check().isEmpty()) {
      lines.add("once its parser accepts it: " + String.join(" ", file.check()));
    }
    Function<String, String> faint = line -> screen.paint(Ink.FAINT, line);
    Prose.indent(file.text(), screen.glyphs().of("│ ", "| ")).stream()
        .map(faint)
        .forEach(lines::add);
    return lines;
  }

  private void labelled(List<String> lines, String label, List<String> texts) {
    String shown = label;
    for (String text : texts) {
      String head = screen.paint(Ink.FAINT, Prose.pad(shown, LABEL));
      lines.add((INDENT + head + text).stripTrailing());
      shown = "";
    }
  }
}
