package io.cairn.run;

import io.cairn.engine.Action;
import io.cairn.engine.Condition;
import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import io.cairn.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Runs a plan on its nodes: on each node one step at a time, on all nodes at once, none before what
 * it depends on.
 *
 * <p>After the first step that did not end well, and after an interruption, nothing new is started;
 * what runs is waited for.
 */
public final class Runner {
  private final Map<NodeName, Host> hosts;
  private final Consumer<Event> listener;
  private final Journal journal;
  private final BooleanSupplier stopped;
  private final LongSupplier nanoTime;

  /**
   * A runner over open hosts.
   *
   * @param stopped asked before each step; true ends the run cleanly
   * @param nanoTime a clock that only runs forward, in nanoseconds
   */
  public Runner(
      Map<NodeName, Host> hosts,
      Consumer<Event> listener,
      Journal journal,
      BooleanSupplier stopped,
      LongSupplier nanoTime) {
    this.hosts = Map.copyOf(hosts);
    this.listener = listener;
    this.journal = journal;
    this.stopped = stopped;
    this.nanoTime = nanoTime;
  }

  /**
   * What came of a run.
   *
   * @param ended every step that was started, in the order of their ends
   * @param notStarted the steps that were not
   */
  public record Report(List<Event.Ended> ended, List<Step> notStarted) {
    public Report {
      ended = List.copyOf(ended);
      notStarted = List.copyOf(notStarted);
    }

    /** The steps that did not end well. */
    public List<Event.Ended> failures() {
      return ended.stream().filter(end -> !(end.result() instanceof StepResult.Done)).toList();
    }

    /** Whether every step of the plan ended well. */
    public boolean isComplete() {
      return notStarted.isEmpty() && failures().isEmpty();
    }
  }

  /** Runs the plan to its end, to its first failure, or until it is stopped. */
  public Report run(Plan plan) {
    BlockingQueue<Event.Ended> ends = new LinkedBlockingQueue<>();
    Map<NodeName, Step> running = new LinkedHashMap<>();
    List<Step> waiting = new ArrayList<>(plan.steps());
    List<Event.Ended> ended = new ArrayList<>();
    Set<String> done = new HashSet<>();
    boolean mayStart = true;
    while (true) {
      mayStart = mayStart && !stopped.getAsBoolean();
      if (mayStart) {
        startReady(plan, waiting, done, running, ends);
      }
      if (running.isEmpty()) {
        return new Report(ended, waiting);
      }
      Event.Ended end = take(ends);
      running.remove(end.step().node());
      ended.add(end);
      if (end.result() instanceof StepResult.Done) {
        done.add(end.step().id());
      } else {
        mayStart = false;
      }
    }
  }

  private void startReady(
      Plan plan,
      List<Step> waiting,
      Set<String> done,
      Map<NodeName, Step> running,
      BlockingQueue<Event.Ended> ends) {
    for (Step step : List.copyOf(waiting)) {
      if (!running.containsKey(step.node()) && done.containsAll(plan.after(step.id()))) {
        waiting.remove(step);
        running.put(step.node(), step);
        Thread.ofVirtual().name(step.id()).start(() -> ends.add(run(step)));
      }
    }
  }

  private static Event.Ended take(BlockingQueue<Event.Ended> ends) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ends.take();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Event.Ended run(Step step) {
    tell(new Event.Started(step));
    long start = nanoTime.getAsLong();
    StepResult result;
    try {
      result = execute(step);
    } catch (RuntimeException e) {
      result = new StepResult.Unknown("This is a bug in Cairn: " + e);
    }
    Event.Ended end = new Event.Ended(step, result, Duration.ofNanos(nanoTime.getAsLong() - start));
    tell(end);
    return end;
  }

  private StepResult execute(Step step) {
    String input =
        switch (step.action()) {
          case Action.Run _ -> "";
          case Action.Carry(var from, var read, _) -> {
            Outcome fetched = host(from).run("set -eu\n" + read.toShell(), "", _ -> {});
            if (!(fetched instanceof Outcome.Ended(Reply reply)) || !reply.ok()) {
              yield "";
            }
            yield reply.out();
          }
        };
    if (step.action() instanceof Action.Carry carry && input.isEmpty()) {
      return new StepResult.Failed(
          carry.read().shown(), new Reply(1, "", "nothing could be read on " + carry.from()));
    }
    if (step.needs().contains(Condition.newConnection(step.node()))) {
      host(step.node()).renew();
    }
    Outcome outcome =
        host(step.node())
            .run(StepScript.of(step), input, text -> tell(new Event.Progressed(step, text)));
    return switch (outcome) {
      case Outcome.Lost(String why) -> new StepResult.Unknown(why);
      case Outcome.Ended(Reply reply) -> StepScript.result(step, reply);
    };
  }

  private Host host(NodeName node) {
    return Optional.ofNullable(hosts.get(node))
        .orElseThrow(() -> new IllegalStateException("This is a bug in Cairn: no host " + node));
  }

  private void tell(Event event) {
    journal.write(event, event instanceof Event.Started ? Journal.kept(event.step()) : "");
    listener.accept(event);
  }
}
