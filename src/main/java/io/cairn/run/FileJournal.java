package io.cairn.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.engine.Action;
import io.cairn.engine.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/** The journal as a file of JSON lines beside the cluster file, only ever appended to. */
public final class FileJournal implements Journal {
  private final ObjectMapper mapper = new ObjectMapper();
  private final Path file;
  private final Clock clock;

  public FileJournal(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public synchronized void write(Event event, String script) {
    ObjectNode entry = mapper.createObjectNode();
    entry.put("time", clock.instant().toString());
    entry.put("node", event.step().node().text());
    entry.put("step", event.step().id());
    switch (event) {
      case Event.Started _ -> entry.put("event", "started").put("script", script);
      case Event.Progressed(_, var text) -> entry.put("event", "progress").put("text", text);
      case Event.Ended ended -> ended(entry, ended);
    }
    try {
      Files.writeString(
          file,
          mapper.writeValueAsString(entry) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("This is a bug in Cairn: journal entry not written", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the journal " + file, e);
    }
  }

  private static void ended(ObjectNode entry, Event.Ended ended) {
    entry.put("event", "ended").put("milliseconds", ended.took().toMillis());
    boolean secret = ended.step().action() instanceof Action.Carry;
    switch (ended.result()) {
      case StepResult.Done(var reply) -> reply(entry.put("result", "done"), reply, secret);
      case StepResult.Refused(var guard, var reply) ->
          reply(entry.put("result", "refused").put("guard", guard), reply, secret);
      case StepResult.Failed(var command, var reply) ->
          reply(entry.put("result", "failed").put("command", command), reply, secret);
      case StepResult.Unproved(var check, var reply) ->
          reply(entry.put("result", "unproved").put("check", check), reply, secret);
      case StepResult.Unknown(var why) -> entry.put("result", "unknown").put("why", why);
    }
  }

  private static void reply(ObjectNode entry, Reply reply, boolean secret) {
    entry.put("exit", reply.exit());
    if (!secret) {
      entry.put("out", reply.out()).put("err", reply.err());
    }
  }
}
