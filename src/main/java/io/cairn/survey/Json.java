package io.cairn.survey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cairn.engine.Reply;

/** Reads a tool's JSON. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** An empty answer (as findmnt's, when nothing matches) is an absent tree. */
  static JsonNode parse(Reply reply) {
    if (reply.out().isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(reply.out());
    } catch (JsonProcessingException e) {
      throw new UnreadableReply("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
