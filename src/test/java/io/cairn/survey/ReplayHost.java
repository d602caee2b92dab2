package io.cairn.survey;

import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.graph.NodeName;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;

/** A node that answers one survey as it once did. Asked anything else, it fails. */
final class ReplayHost implements Host {
  private final NodeName node;
  private final List<Probe> probes;
  private final RecordedNode recorded;

  ReplayHost(NodeName node, List<Probe> probes, RecordedNode recorded) {
    this.node = node;
    this.probes = List.copyOf(probes);
    this.recorded = recorded;
  }

  /** This computer's clock as it was when the node answered. */
  Clock clock() {
    return switch (recorded) {
      case RecordedNode.Silent _ -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
      case RecordedNode.Answered answered -> Clock.fixed(answered.time(), ZoneOffset.UTC);
    };
  }

  @Override
  public NodeName node() {
    return node;
  }

  @Override
  public Outcome run(String script, String input, Consumer<String> progress) {
    if (!script.equals(new SurveyScript(probes).text())) {
      throw new AssertionError("a replayed node answers a survey, and nothing but: " + script);
    }
    return switch (recorded) {
      case RecordedNode.Silent(String why) -> new Outcome.Lost(why);
      case RecordedNode.Answered answered -> new Outcome.Ended(new Reply(0, framed(answered), ""));
    };
  }

  // the frames that the survey's script prints
  private String framed(RecordedNode.Answered answered) {
    StringBuilder frames = new StringBuilder();
    for (int i = 0; i < probes.size(); i++) {
      Reply reply = answered.reply(probes.get(i).name());
      frames.append("\u0002<").append(i).append('\n').append(reply.out());
      frames.append("\u0002|").append(reply.exit()).append('\n').append(reply.err());
      frames.append("\u0002>\n");
    }
    return frames.toString();
  }

  @Override
  public void renew() {}

  @Override
  public void close() {}
}
