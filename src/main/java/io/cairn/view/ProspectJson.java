package io.cairn.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.List;

/** Whether a layer could become active on another node, for programs. */
public final class ProspectJson {
  private ProspectJson() {}

  /**
   * What would become active where.
   *
   * @param base what moves as one with all over it
   * @param grounds why it may; empty where nothing has to be proved
   */
  public record Way(LayerName base, NodeName to, List<String> grounds) {
    public Way {
      grounds = List.copyOf(grounds);
    }
  }

  /** It could: {@code {"possible": true, "base", "to", "grounds", "plan"}}. */
  public static String possible(Cluster cluster, Way way, Plan plan) {
    ObjectNode json = start(cluster).put("possible", true);
    json.put("base", way.base().text()).put("to", way.to().text());
    json.set("grounds", Json.texts(way.grounds()));
    return Json.text(json.set("plan", PlanJson.node(plan, cluster)));
  }

  /** It is there: {@code {"possible": true, "base", "to", "already": true}}. */
  public static String there(Cluster cluster, LayerName base, NodeName node) {
    ObjectNode json = start(cluster).put("possible", true).put("already", true);
    return Json.text(json.put("base", base.text()).put("to", node.text()));
  }

  /** It could not: {@code {"possible": false, "why", "correction"}}. */
  public static String impossible(Cluster cluster, String why, String correction) {
    return Json.text(
        start(cluster).put("possible", false).put("why", why).put("correction", correction));
  }

  private static ObjectNode start(Cluster cluster) {
    return Json.object().put("cluster", cluster.name().text());
  }
}
