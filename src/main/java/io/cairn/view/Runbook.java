package io.cairn.view;

import io.cairn.engine.Action;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Guard;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.graph.SshTarget;
import io.cairn.plan.Plan;
import io.cairn.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan as a document in Markdown that a person can follow without Cairn: on which node, why, what
 * must hold before, the exact commands, what must hold after, how to go on. Guards, commands, files
 * and checks are those of the steps that {@code cairn apply} runs. No secret stands in it: it shows
 * how one is made and copied.
 */
public final class Runbook {
  private static final String PREPARATION =
      """
      export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
      progress() { printf '%s\\n' "$*"; }
      """;

  private static final String STATUS = "echo \"exit status $?\"\n";

  private final Plan plan;
  private final String part;
  private final Cluster cluster;
  private final RunbookSteps steps;
  private final StringBuilder text = new StringBuilder();

  private Runbook(Plan plan, String part, Cluster cluster) {
    this.plan = plan;
    this.part = part;
    this.cluster = cluster;
    this.steps = RunbookSteps.of(plan);
  }

  /** The whole document. */
  public static String of(Plan plan, Cluster cluster) {
    return new Runbook(plan, "", cluster).document();
  }

  /** The document of the chosen part of a plan, which says what is left out. */
  public static String of(Planner.Result planned, Cluster cluster) {
    // Markdown is wrapped by whoever shows it
    String part = PartText.of(planned, Screen.plain(Integer.MAX_VALUE));
    return new Runbook(planned.plan(), part, cluster).document();
  }

  private String document() {
    line("# Runbook of " + cluster.name());
    if (plan.isEmpty()) {
      line(
          "There is nothing to do: all "
              + (part.isEmpty() ? "" : "chosen ")
              + "is as the cluster file says.");
      line(part);
      return text.toString();
    }
    line(PlanSummary.of(plan).sentence() + ".");
    line(part);
    introduction();
    for (int i = 0; i < steps.folds().size(); i++) {
      step(i + 1, steps.folds().get(i));
    }
    line("## At the end");
    line(
        "Every check above holds. `cairn plan` now finds nothing "
            + (part.isEmpty() ? "" : "of this ")
            + "to do; without Cairn, go through"
            + " the checks once more from the first step to the last.");
    return text.toString();
  }

  private void introduction() {
    line("## Before you begin");
    String logins =
        cluster.nodes().values().stream()
            .map(node -> "- " + node.name() + ": `" + Shell.join(login(node)) + "`")
            .collect(Collectors.joining("\n"));
    line("Log in as root, in a window for each node:\n\n" + logins);
    line("In each window, once:");
    fenced(PREPARATION);
    line(
        """
        Then step by step, in this order. Paste each block as a whole. It ends with a line that says
        `exit status 0`; with any other number stop:

        - The last line above it begins with `only if:` - that condition does not hold, and nothing
          was done. What is there is not what this document was written for: look first, then
          write a new one.
        - A command failed: the commands before it took effect. Put right what it names, then run the
          whole block again.
        - The last line above it begins with `verify:` - the commands ran, but what they should bring
          about is not there. Do not go on; the steps that follow count on it.

        After an interruption, begin the interrupted step again.""");
  }

  private void step(int number, StepFold fold) {
    Step step = fold.first();
    line("## " + number + ". " + Prose.clause(step.intent()));
    line(about(fold));
    if (fold.steps().stream().anyMatch(Runbook::needsNewLogin)) {
      line(
          "**Log in anew first**, in a second window, and work there: only a new login proves that"
              + " the changed network lets you in. Keep the old window until this step is done.");
    }
    action(step);
    if (!step.checks().isEmpty()) {
      line("Verify:");
      fenced(block("verify", step.checks(), List.of()));
    }
  }

  private String about(StepFold fold) {
    List<String> lines = new ArrayList<>();
    String nodes =
        fold.steps().stream()
            .map(one -> "**" + one.node() + "**")
            .collect(Collectors.joining(", then on "));
    lines.add("- On " + nodes + ".");
    if (!fold.why().isEmpty()) {
      lines.add("- Why: " + fold.why() + ".");
    }
    String before = steps.before(fold, plan);
    if (!before.isEmpty()) {
      lines.add("- Needs step " + before + ".");
    }
    for (Guard guard : fold.first().guards()) {
      lines.add("- Only if: " + Prose.clause(guard.what()) + ".");
    }
    switch (fold.first().effect()) {
      case SAFE -> {}
      case DISRUPTIVE -> lines.add("- **Interrupts something that runs.**");
      case DESTRUCTIVE ->
          lines.add(
              "- **On a wrong target this loses data:** never run it without its conditions.");
    }
    return String.join("\n", lines);
  }

  private static boolean needsNewLogin(Step step) {
    return step.needs().contains(Condition.newConnection(step.node()));
  }

  private void action(Step step) {
    switch (step.action()) {
      case Action.Run(var commands) -> {
        line("Run:");
        fenced(block("only if", step.guards(), commands));
      }
      case Action.Carry(var from, var read, var write) -> {
        if (!step.guards().isEmpty()) {
          line("Look first:");
          fenced(block("only if", step.guards(), List.of()));
        }
        line(
            "Copy a secret from %s to %s. Run this on a machine that can log in to both; the secret"
                    .formatted(from, step.node())
                + " passes through the pipe and appears nowhere:");
        fenced(remote(from, read) + " |\n  " + remote(step.node(), write) + "\n" + STATUS);
      }
    }
  }

  private String remote(NodeName name, Command command) {
    List<String> argv = new ArrayList<>(login(cluster.node(name)));
    argv.add("set -eu\n" + command.toShell());
    return Shell.join(argv);
  }

  private static List<String> login(Node node) {
    SshTarget ssh = node.ssh();
    List<String> argv = new ArrayList<>(List.of("ssh"));
    ssh.port().ifPresent(port -> argv.addAll(List.of("-p", port.toString())));
    argv.add(ssh.user().map(user -> user + "@").orElse("") + ssh.host());
    return argv;
  }

  /**
   * Conditions and commands as one block, so that nobody runs these without those. In a shell of
   * its own, which the first failure ends and not the login; with nothing to read, as under Cairn,
   * so that no command waits for an answer.
   */
  private static String block(String word, List<Guard> guards, List<Command> commands) {
    if (guards.isEmpty() && commands.size() == 1 && commands.getFirst() instanceof Command.Exec) {
      return commands.getFirst().toShell() + " < /dev/null\n" + STATUS;
    }
    StringBuilder block = new StringBuilder("(\nset -eu\n");
    for (Guard guard : guards) {
      String sentence = word + ": " + Prose.clause(guard.what());
      block.append(Shell.join(List.of("progress", sentence))).append('\n');
      block.append("(\n").append(guard.test().toShell().strip()).append("\n)\n");
    }
    for (Command command : commands) {
      block.append(comment(command)).append(command.toShell().strip()).append('\n');
    }
    return block.append(") < /dev/null\n").append(STATUS).toString();
  }

  private static String comment(Command command) {
    return switch (command) {
      case Command.Exec _, Command.Script _ -> "";
      case Command.Put _ -> "# " + command.shown() + "; the file that was there is kept\n";
    };
  }

  private void line(String paragraph) {
    if (paragraph.isBlank()) {
      return;
    }
    text.append(text.isEmpty() ? "" : "\n").append(paragraph.strip()).append('\n');
  }

  private void fenced(String block) {
    String fence = "```";
    while (block.contains(fence)) {
      fence += "`";
    }
    line(fence + "sh\n" + block.strip() + "\n" + fence);
  }
}
