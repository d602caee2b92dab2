package io.cairn.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.view.LayerCommands.Use;
import java.util.List;

/** One layer for programs. Sizes are bytes; what is not known is left out. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** All of it. */
  public static String of(Explanation told) {
    Layer layer = told.layer();
    ObjectNode json = Json.object().put("cluster", told.cluster().name().text());
    json.put("name", layer.name().text()).put("type", layer.type());
    json.put("title", told.purpose().title());
    json.put("about", String.join(" ", Prose.wrap(told.purpose().about(), Integer.MAX_VALUE)));
    json.set("nodes", Json.array(told.nodes(), node -> node(told, node)));
    json.set("below", names(below(told)));
    json.set(
        "above",
        names(told.cluster().upFrom(layer).stream().filter(l -> !l.equals(layer)).toList()));
    json.set(
        "sizes",
        Json.array(told.sizes().entrySet(), entry -> sizes(entry.getKey(), entry.getValue())));
    json.set("commands", Json.array(told.commandsOfCairn(), ExplanationJson::use));
    json.set("commandsOnNode", Json.array(told.commandsOnNode(), ExplanationJson::use));
    json.set("does", Json.texts(told.purpose().does()));
    json.set("whenItFails", Json.texts(told.failures()));
    told.live().ifPresent(live -> differences(json, told, live));
    return Json.text(json);
  }

  private static List<Layer> below(Explanation told) {
    return told.cluster().downFrom(told.layer()).stream()
        .filter(layer -> !layer.equals(told.layer()))
        .toList();
  }

  private static JsonNode names(List<Layer> layers) {
    return Json.texts(layers.stream().map(Layer::name).toList());
  }

  private static JsonNode node(Explanation told, NodeName node) {
    Stacks stacks = told.stacks(Glyphs.ASCII);
    Layer layer = told.layer();
    ObjectNode json = Json.object().put("name", node.text());
    json.set(
        "over",
        Json.texts(told.cluster().allBelow(layer, node).stream().map(LayerWords::below).toList()));
    json.put("active", stacks.isInUse(layer, node));
    stacks.size(layer, node).ifPresent(size -> json.put("size", size.bytes()));
    stacks.state(layer.name(), node).ifPresent(state -> json.set("state", StatusJson.state(state)));
    return json;
  }

  private static JsonNode sizes(List<String> sentences, List<NodeName> nodes) {
    ObjectNode json = Json.object();
    json.set("nodes", Json.texts(nodes));
    return json.set("sentences", Json.texts(sentences));
  }

  private static JsonNode use(Use use) {
    return Json.object().put("command", use.command()).put("does", use.does());
  }

  /** Absent where an error stands in the way of a plan. */
  private static void differences(ObjectNode json, Explanation told, Live live) {
    if (live.differences().known() == Differences.Knowledge.PLANNED) {
      json.set(
          "differences",
          Json.array(
              live.differences().of(told.layer().name()),
              step ->
                  Json.object()
                      .put("id", step.id())
                      .put("node", step.node().text())
                      .put("mark", step.mark().sign())
                      .put("intent", step.intent())
                      .put("why", step.why())));
    }
  }
}
