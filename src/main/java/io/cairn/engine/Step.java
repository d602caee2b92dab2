package io.cairn.engine;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One step of a plan on one node: shown, rehearsed, written down and run from the same value.
 *
 * @param id {@code subject/verb@node}, unique in a plan
 * @param intent one sentence: what it does
 * @param why what was observed that makes it needed
 * @param guards must hold on the node in the same script, immediately before it acts
 * @param checks must hold there immediately after
 * @param needs runs after every step that provides one of these
 */
public record Step(
    String id,
    Subject subject,
    NodeName node,
    Mark mark,
    Effect effect,
    String intent,
    String why,
    List<Guard> guards,
    Action action,
    List<Guard> checks,
    Set<Condition> needs,
    Set<Condition> provides) {

  /** Copies; refuses a destructive step without a guard (DESIGN, safety rule 1). */
  public Step {
    guards = List.copyOf(guards);
    checks = List.copyOf(checks);
    needs = Set.copyOf(needs);
    provides = Set.copyOf(provides);
    if (effect == Effect.DESTRUCTIVE && guards.isEmpty()) {
      throw new IllegalArgumentException(
          "This is a bug in Cairn: destructive step without guard: " + id);
    }
  }

  /** The commands that it runs on its node. */
  public List<Command> commands() {
    return switch (action) {
      case Action.Run(var commands) -> commands;
      case Action.Carry(_, _, var write) -> List.of(write);
    };
  }

  /** Starts a step about a layer; {@code verb} makes its id unique for that layer and node. */
  public static Builder layer(LayerName layer, String verb, NodeName node) {
    return new Builder(new Subject.OfLayer(layer), verb, node);
  }

  /** Starts a step about the node itself. */
  public static Builder node(String aspect, String verb, NodeName node) {
    return new Builder(new Subject.OfNode(aspect), verb, node);
  }

  /** Gathers a step; ends with {@link #build}. Starts as a safe creation. */
  public static final class Builder {
    private final Subject subject;
    private final String verb;
    private final NodeName node;
    private Mark mark = Mark.CREATE;
    private Effect effect = Effect.SAFE;
    private String intent = "";
    private String why = "";
    private final List<Guard> guards = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private Optional<Action> carried = Optional.empty();
    private final List<Guard> checks = new ArrayList<>();
    private final Set<Condition> needs = new TreeSet<>();
    private final Set<Condition> provides = new TreeSet<>();

    private Builder(Subject subject, String verb, NodeName node) {
      this.subject = subject;
      this.verb = verb;
      this.node = node;
    }

    /** The sentence of what it does, and what was observed that makes it needed. */
    public Builder says(String intent, String why) {
      this.intent = intent;
      this.why = why;
      return this;
    }

    /** Another sign than {@code +}. */
    public Builder mark(Mark mark) {
      this.mark = mark;
      return this;
    }

    /** Another effect than safe. */
    public Builder effect(Effect effect) {
      this.effect = effect;
      return this;
    }

    /** What must hold immediately before. */
    public Builder guard(Guard guard) {
      guards.add(guard);
      return this;
    }

    /** What it runs, after what was told before. */
    public Builder runs(Command... more) {
      return runs(Arrays.asList(more));
    }

    /** What it runs, after what was told before. */
    public Builder runs(List<Command> more) {
      commands.addAll(more);
      return this;
    }

    /** A secret that it carries here from another node. */
    public Builder carries(NodeName from, Command read, Command write) {
      carried = Optional.of(new Action.Carry(from, read, write));
      return this;
    }

    /** What must hold immediately after. */
    public Builder check(Guard check) {
      checks.add(check);
      return this;
    }

    /** What other steps must have brought about before. */
    public Builder needs(Condition... conditions) {
      needs.addAll(Arrays.asList(conditions));
      return this;
    }

    /** What other steps must have brought about before. */
    public Builder needs(Collection<Condition> conditions) {
      needs.addAll(conditions);
      return this;
    }

    /** What holds after it. */
    public Builder provides(Condition... conditions) {
      provides.addAll(Arrays.asList(conditions));
      return this;
    }

    /** The step. */
    public Step build() {
      if (carried.isPresent() && !commands.isEmpty()) {
        throw new IllegalStateException("a step either runs commands or carries a secret");
      }
      return new Step(
          subject.word() + "/" + verb + "@" + node,
          subject,
          node,
          mark,
          effect,
          intent,
          why,
          guards,
          carried.orElseGet(() -> new Action.Run(commands)),
          checks,
          needs,
          provides);
    }
  }
}
