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

    /** A plan is about to run. */
    void begins(Plan plan);

    /** Something happened in it. */
    void saw(Event event);

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
    return new Context(cluster, surveyor.survey(cluster, hosts.values()), engines, mayDestroy);
  }

  /** Runs a plan to its end, its first failure, or until stopped. */
  public Runner.Report run(Plan plan) {
    watcher.begins(plan);
    return new Runner(hosts, watcher::saw, watcher.journal(), watcher::isStopped, System::nanoTime)
        .run(plan);
  }

  /** Asks one node something that only reads; empty where it did not answer. */
  public Optional<Reply> ask(NodeName node, String script) {
    Host host = hosts.get(node);
    return host != null && host.run(script, "", _ -> {}) instanceof Outcome.Ended(Reply reply)
        ? Optional.of(reply)
        : Optional.empty();
  }

  /** Whether the operator wants it to end. */
  public boolean isStopped() {
    return watcher.isStopped();
  }
}
