package io.cairn.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan as it was approved, to be applied later or elsewhere: what runs then is this, or nothing.
 *
 * @param file the cluster file that it was made from, as it was named
 * @param digest SHA-256 of that file's text, in hexadecimal
 * @param selection the part that was chosen
 * @param steps the plan's steps by id, without the reasons: those may be worded by what was
 *     observed
 */
public record SavedPlan(
    String file, String digest, Selection selection, Map<String, JsonNode> steps) {
  private static final int FORMAT = 1;

  public SavedPlan {
    steps = new LinkedHashMap<>(steps);
  }

  /** The text to save. */
  public static String text(Planner.Result planned, Cluster cluster, String file, String digest) {
    ObjectNode json = Json.object().put("format", FORMAT).put("file", file).put("digest", digest);
    json.set("chosen", PlanJson.selection(planned.selection()));
    json.set("plan", PlanJson.node(planned.plan(), cluster));
    return Json.text(json);
  }

  /** Reads a saved text; empty where it is none of this version. */
  public static Optional<SavedPlan> read(String text) {
    try {
      JsonNode json = new ObjectMapper().readTree(text);
      return json.path("format").asInt() == FORMAT
          ? Optional.of(
              new SavedPlan(
                  json.path("file").asText(),
                  json.path("digest").asText(),
                  selection(json.path("chosen")),
                  steps(json.path("plan"))))
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static Selection selection(JsonNode chosen) {
    Set<NodeName> nodes = new LinkedHashSet<>();
    chosen.path("nodes").forEach(name -> nodes.add(new NodeName(name.asText())));
    Set<LayerName> layers = new LinkedHashSet<>();
    chosen.path("layers").forEach(name -> layers.add(new LayerName(name.asText())));
    return new Selection(nodes, layers);
  }

  private static Map<String, JsonNode> steps(JsonNode plan) {
    Map<String, JsonNode> steps = new LinkedHashMap<>();
    for (JsonNode step : plan.path("steps")) {
      JsonNode copy = step.deepCopy();
      ((ObjectNode) copy).remove("why");
      steps.put(step.path("id").asText(), copy);
    }
    return steps;
  }

  /** How a plan made now differs from the approved one, a line each; empty where it is the same. */
  public List<String> differences(Plan now, Cluster cluster) {
    Map<String, JsonNode> current = steps(PlanJson.node(now, cluster));
    List<String> lines = new ArrayList<>();
    steps.forEach(
        (id, step) -> {
          JsonNode other = current.get(id);
          if (other == null) {
            lines.add("approved, but not needed any more: " + id);
          } else if (!other.equals(step)) {
            lines.add("not as approved: " + id);
          }
        });
    current.keySet().stream()
        .filter(id -> !steps.containsKey(id))
        .forEach(id -> lines.add("needed now, but not approved: " + id));
    return lines;
  }
}
