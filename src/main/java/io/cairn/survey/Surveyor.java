package io.cairn.survey;

import io.cairn.engine.Engine;
import io.cairn.engine.Engines;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Observed;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.engine.SystemFacts;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** Asks all nodes at once and reads what they answer. */
public final class Surveyor {
  private final Engines engines;
  private final Clock clock;

  public Surveyor(Engines engines, Clock clock) {
    this.engines = engines;
    this.clock = clock;
  }

  /**
   * One snapshot of all nodes; a node that does not answer is in it as unreachable, with the
   * reason.
   */
  public Observed survey(Cluster cluster, Collection<? extends Host> hosts) {
    Map<NodeName, Future<NodeSurvey>> answers = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Host host : hosts) {
        answers.put(host.node(), threads.submit(() -> ask(cluster, host)));
      }
    }
    var observed = new LinkedHashMap<NodeName, NodeSurvey>();
    answers.forEach((node, answer) -> observed.put(node, join(answer)));
    return new Observed(observed);
  }

  private static NodeSurvey join(Future<NodeSurvey> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("This is a bug in Cairn: a survey failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while surveying", e);
    }
  }

  private NodeSurvey ask(Cluster cluster, Host host) {
    SurveyScript script = new SurveyScript(probes(cluster, host.node()));
    Instant asked = clock.instant();
    // the node says its time while the script runs: when that arrives is known better than when the
    // script was run, which may have waited for a login or for other probes
    AtomicReference<Instant> told = new AtomicReference<>();
    Outcome outcome =
        host.run(
            script.text(),
            "",
            line -> {
              if (line.startsWith("clock ")) {
                told.set(clock.instant());
              }
            });
    Instant arrived = told.get();
    Instant answered = arrived == null ? clock.instant() : arrived;
    return switch (outcome) {
      case Outcome.Lost(String why) -> new NodeSurvey.Unreachable(why);
      case Outcome.Ended(Reply reply) ->
          read(script, reply, arrived == null ? asked : arrived, answered);
    };
  }

  private static NodeSurvey read(
      SurveyScript script, Reply reply, Instant asked, Instant answered) {
    try {
      Map<String, Reply> replies = script.read(reply);
      SystemFacts system = CommonFacts.system(common(replies, "system"), asked, answered);
      if (system.userId() != 0) {
        // what it may not read would look like what is not there
        return new NodeSurvey.Unreachable(
            Observed.NO_ROOT + ", and logged in as user " + system.userId());
      }
      return new NodeSurvey.Answered(
          new NodeFacts(
              system,
              CommonFacts.blocks(common(replies, "blocks"), common(replies, "links")),
              CommonFacts.mounts(common(replies, "mounts")),
              replies));
    } catch (UnreadableReply e) {
      return new NodeSurvey.Unreachable("it answered, but not readably: " + e.getMessage());
    }
  }

  private static Reply common(Map<String, Reply> replies, String name) {
    Reply reply = replies.get("common:" + name);
    if (reply == null) {
      throw new UnreadableReply("no answer to common:" + name);
    }
    return reply;
  }

  /** All that is asked of the node, in this order; probes of the same name once. */
  List<Probe> probes(Cluster cluster, NodeName node) {
    Map<String, Probe> byName = new LinkedHashMap<>();
    List<Probe> all = new ArrayList<>(CommonFacts.probes());
    for (Engine engine : engines.all()) {
      all.addAll(engine.probes(cluster, node));
    }
    all.forEach(probe -> byName.putIfAbsent(probe.name(), probe));
    return List.copyOf(byName.values());
  }
}
