package io.cairn.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.engine.LayerState;
import io.cairn.engine.NodeState;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.time.Instant;

/**
 * The state of a cluster for programs. Sizes are bytes, durations seconds; what is not known is
 * left out.
 */
public final class StatusJson {
  private StatusJson() {}

  /** All of it. */
  public static String of(Status status) {
    return Json.text(fill(Json.object(), status));
  }

  /** All of it on one line, with the time at which it was seen (UTC, ISO 8601). */
  public static String line(Status status, Instant seen) {
    return Json.line(fill(Json.object().put("time", seen.toString()), status));
  }

  private static ObjectNode fill(ObjectNode json, Status status) {
    Verdict verdict = Verdict.of(status);
    json.put("cluster", status.cluster().name().text());
    json.put("health", PlanJson.word(verdict.health())).put("verdict", verdict.text());
    json.set("nodes", Json.array(status.nodes(), node -> node(status, node)));
    json.set("layers", Json.array(status.shownLayers(), layer -> layer(status, layer)));
    return json.set("findings", FindingJson.array(status.findings()));
  }

  private static JsonNode node(Status status, NodeName name) {
    ObjectNode json = Json.object().put("name", name.text());
    json.put("reachable", status.answered(name));
    switch (status.observed().nodes().get(name)) {
      case NodeSurvey.Answered(var facts) -> {
        json.put("system", facts.system().system())
            .put("kernel", facts.system().kernel())
            .put("memory", facts.system().memoryBytes())
            .put("bootId", facts.system().bootId())
            .put("clockAhead", facts.system().ahead().toMillis() / 1000.0);
        facts.atWork().ifPresent(who -> json.put("atWork", who));
      }
      case NodeSurvey.Unreachable(var why) -> json.put("why", why);
      case null -> json.put("why", "was not asked");
    }
    json.set(
        "aspects",
        Json.array(
            status.aspects().stream().filter(aspect -> aspect.node().equals(name)).toList(),
            StatusJson::aspect));
    return json;
  }

  private static JsonNode aspect(NodeState aspect) {
    ObjectNode json = Json.object().put("aspect", aspect.aspect());
    json.put("health", PlanJson.word(aspect.health())).put("detail", aspect.detail());
    return json.set("findings", FindingJson.array(aspect.findings()));
  }

  private static JsonNode layer(Status status, Layer layer) {
    ObjectNode json = Json.object().put("name", layer.name().text()).put("type", layer.type());
    json.set("over", Json.texts(layer.over().parts().stream().map(LayerWords::below).toList()));
    json.set(
        "states",
        Json.array(
            status.nodesOf(layer).stream()
                .flatMap(node -> status.state(layer.name(), node).stream())
                .toList(),
            StatusJson::state));
    return json;
  }

  static JsonNode state(LayerState state) {
    ObjectNode json = Json.object().put("node", state.node().text());
    json.put("health", PlanJson.word(state.health()));
    json.put("role", state.role()).put("detail", state.detail());
    state
        .fill()
        .ifPresent(
            fill -> {
              ObjectNode full = json.putObject("fill").put("used", fill.used().bytes());
              full.put("total", fill.total().bytes()).put("percent", fill.percent());
              fill.pace()
                  .ifPresent(
                      pace ->
                          full.putObject("pace")
                              .put("what", pace.what())
                              .put("secondsLeft", pace.left().toSeconds())
                              .put("measuredOver", pace.measured().toSeconds()));
            });
    state.sync().ifPresent(sync -> json.set("sync", sync(sync)));
    return json.set("findings", FindingJson.array(state.findings()));
  }

  private static JsonNode sync(LayerState.Sync sync) {
    ObjectNode json = Json.object().put("what", sync.what()).put("percent", sync.percent());
    sync.rate().ifPresent(rate -> json.put("bytesPerSecond", rate.bytes()));
    sync.left().ifPresent(left -> json.put("secondsLeft", left.toSeconds()));
    return json;
  }
}
