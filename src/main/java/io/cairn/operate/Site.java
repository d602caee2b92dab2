package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Engines;
import io.cairn.engine.Reply;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import io.cairn.run.Journal;
import io.cairn.run.Runner;
import io.cairn.survey.Surveyor;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A cluster within reach: the declared graph, the open hosts, and everything that an operation
 * tells while it works. Real over SSH or simulated: an operation does not know.
 */
public final class Site {
  private final Cluster cluster;
  private final Engines engines;
  private final Map<NodeName, Host> hosts;
  private final Watcher watcher;

  /** A site over hosts that it does not close. */
  public Site(Cluster cluster, Engines engines, Collection<? extends Host> hosts, Watcher watcher) {
    this.cluster = cluster;
    this.engines = engines;
    this.hosts = new LinkedHashMap<>();
    hosts.forEach(host -> this.hosts.put(host.node(), host));
    this.watcher = watcher;
  }

  /** Who follows an operation. */
  public interface Watcher {
    /** Where every command is kept. */
    Journal journal();

    /** The nodes are about to be asked, all at once. */
    default void asks(String nodes) {}

    /** They answered, or did not in time. */
    default void answered() {}

    /** A plan is about to run. */
    void begins(Plan plan);

    /** Something happened in it. */
    void saw(Event event);

    /** The plan that began is over, well or not. */
    default void ends() {}

    /** Whether the operator wants it to end cleanly. */
    boolean isStopped();
  }

  /** The declared graph. */
  public Cluster cluster() {
    return cluster;
  }

  /** A fresh survey, as a context in which nothing may be destroyed. */
  public Context survey() {
    return survey(Set.of());
  }

  /** A fresh survey, as a context in which the named layers may be destroyed. */
  public Context survey(Set<LayerName> mayDestroy) {
    // the wall clock is needed here alone: to compare the nodes' clocks with ours
    Surveyor surveyor = new Surveyor(engines, Clock.systemUTC());
    watcher.asks(hosts.keySet().stream().map(NodeName::text).collect(Collectors.joining(", ")));
    try {
      return new Context(cluster, surveyor.survey(cluster, hosts.values()), engines, mayDestroy);
    } finally {
      watcher.answered();
    }
  }

  /** Runs a plan to its end, its first failure, or until stopped. */
  public Runner.Report run(Plan plan) {
    return run(plan, watcher::isStopped);
  }

  /**
   * Runs a plan to its end or its first failure, whether stopped or not: a way back that is left
   * half gone leaves everything down.
   */
  public Runner.Report runThrough(Plan plan) {
    return run(plan, () -> false);
  }

  private Runner.Report run(Plan plan, BooleanSupplier stopped) {
    watcher.begins(plan);
    try {
      return new Runner(hosts, watcher::saw, watcher.journal(), stopped, System::nanoTime)
          .run(plan);
    } finally {
      watcher.ends();
    }
  }

  /** Asks one node something that only reads; empty where it did not answer. */
  public Optional<Reply> ask(NodeName node, String script) {
    Host host = hosts.get(node);
    if (host == null) {
      return Optional.empty();
    }
    watcher.asks(node.text());
    try {
      return host.run(script, "", _ -> {}) instanceof Outcome.Ended(Reply reply)
          ? Optional.of(reply)
          : Optional.empty();
    } finally {
      watcher.answered();
    }
  }

  /** Whether the operator wants it to end. */
  public boolean isStopped() {
    return watcher.isStopped();
  }
}
