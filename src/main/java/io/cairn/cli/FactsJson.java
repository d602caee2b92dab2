package io.cairn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.engine.lxc.Snapshot;
import io.cairn.provider.lab.LabStatus;
import java.util.List;
import java.util.Locale;

/** Facts for programs that no view may see: an engine's own, and the lab's. */
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

  static String lab(LabStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("network", status.network().name().toLowerCase(Locale.ROOT));
    ArrayNode nodes = json.putArray("nodes");
    for (LabStatus.NodeStatus node : status.nodes()) {
      nodes
          .addObject()
          .put("name", node.node().text())
          .put("power", node.power().name().toLowerCase(Locale.ROOT))
          .put("sshPort", node.sshPort());
    }
    ArrayNode links = json.putArray("links");
    status.links().forEach(links::add);
    return text(json);
  }

  private static String text(JsonNode json) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("This is a bug in Cairn: a value that is no JSON", e);
    }
  }
}
