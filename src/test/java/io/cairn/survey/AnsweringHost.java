package io.cairn.survey;

import io.cairn.engine.Engines;
import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A node in memory: its answer to the survey lies ready as the bytes that would come over the line,
 * so that what a survey takes is what Cairn takes.
 */
public final class AnsweringHost implements Host {
  private final NodeName node;
  private final Instant time;
  private final byte[] answer;

  private AnsweringHost(NodeName node, Instant time, byte[] answer) {
    this.node = node;
    this.time = time;
    this.answer = answer;
  }

  /**
   * The node, from the text of a {@link Recording}.
   *
   * @param instead replies by their probes that take the place of recorded ones
   * @throws IllegalStateException if the text does not answer what a survey asks now
   */
  public static AnsweringHost of(
      NodeName node, String recording, Map<String, Reply> instead, Cluster cluster, Engines all) {
    List<Probe> probes = new Surveyor(all, Clock.systemUTC()).probes(cluster, node);
    if (!(RecordedNode.parse(recording) instanceof RecordedNode.Answered recorded)) {
      throw new IllegalStateException(node + " did not answer when it was recorded");
    }
    Set<String> asked = probes.stream().map(Probe::name).collect(Collectors.toSet());
    if (!asked.equals(recorded.replies().keySet())) {
      throw new IllegalStateException(
          "a survey of %s asks now: %s; recorded: %s"
              .formatted(node, new TreeSet<>(asked), new TreeSet<>(recorded.replies().keySet())));
    }
    StringBuilder frames = new StringBuilder();
    for (int i = 0; i < probes.size(); i++) {
      String name = probes.get(i).name();
      Reply reply = instead.getOrDefault(name, recorded.reply(name));
      frames.append("\u0002<").append(i).append('\n').append(reply.out());
      frames.append("\u0002|").append(reply.exit()).append('\n').append(reply.err());
      frames.append("\u0002>\n");
    }
    return new AnsweringHost(
        node, recorded.time(), frames.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** When it answered. */
  public Instant time() {
    return time;
  }

  /** How long its answer is. */
  public long bytes() {
    return answer.length;
  }

  @Override
  public NodeName node() {
    return node;
  }

  @Override
  public Outcome run(String script, String input, Consumer<String> progress) {
    return new Outcome.Ended(new Reply(0, new String(answer, StandardCharsets.UTF_8), ""));
  }

  @Override
  public void renew() {}

  @Override
  public void close() {}
}
