package io.cairn.view;

import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How far a run is: what its events so far amount to.
 *
 * @param running the step that each busy node works on, in the order of their starts
 * @param ended how many steps are over, well or not
 * @param total how many steps there are to do in all, the ended ones included
 */
public record Progress(SequencedMap<NodeName, Running> running, int ended, int total) {
  public Progress {
    running = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(running));
    total = Math.max(total, ended + running.size());
  }

  /**
   * A step under way.
   *
   * @param since when it was started, counted from the start of the run
   * @param said what it last told of itself
   */
  public record Running(Step step, Duration since, Optional<String> said) {}

  /** Before the first step. */
  public static Progress of(Plan plan) {
    return new Progress(new LinkedHashMap<>(), 0, plan.steps().size());
  }

  /**
   * After one more event.
   *
   * @param at when it came, counted from the start of the run
   */
  public Progress after(Event event, Duration at) {
    SequencedMap<NodeName, Running> now = new LinkedHashMap<>(running);
    NodeName node = event.step().node();
    return switch (event) {
      case Event.Started(var step) -> {
        now.put(node, new Running(step, at, Optional.empty()));
        yield new Progress(now, ended, total);
      }
      case Event.Progressed(var step, var text) -> {
        Duration since = now.containsKey(node) ? now.get(node).since() : at;
        now.put(node, new Running(step, since, Optional.of(text.strip())));
        yield new Progress(now, ended, total);
      }
      case Event.Ended _ -> {
        now.remove(node);
        yield new Progress(now, ended + 1, total);
      }
    };
  }

  /** Steps that are neither over nor under way. */
  public int left() {
    return total - ended - running.size();
  }
}
