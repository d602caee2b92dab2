package io.cairn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cairn.engine.lxc.Snapshot;
import java.util.List;

/** Facts for programs that no view may see: those of one engine. */
final class FactsJson {
  private FactsJson() {}

  static String snapshots(List<Snapshot> snapshots) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Snapshot snapshot : snapshots) {
      array
          .addObject()
          .put("layer", snapshot.layer().text())
          .put("name", snapshot.name().toString())
          .put("node", snapshot.node().text())
          .put("created", snapshot.created());
    }
    return text(JsonNodeFactory.instance.objectNode().set("snapshots", array));
  }

  private static String text(JsonNode json) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("This is a bug in Cairn: a value that is no JSON", e);
    }
  }
}
