package io.cairn.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.engine.Action;
import io.cairn.engine.Command;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Step;
import io.cairn.engine.Subject;
import io.cairn.graph.Cluster;
import io.cairn.plan.Plan;
import io.cairn.plan.Planner;
import io.cairn.plan.Selection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A plan for programs: every step with its edges, guards, commands, files and checks. */
public final class PlanJson {
  private PlanJson() {}

  /**
   * What came of planning, with the findings. {@code refused} is true where an error among them
   * keeps it from being applied. Where a part was chosen, {@code chosen} says which, {@code along}
   * and {@code leftOut} name the steps that are in it though unnamed, and that are not in it.
   */
  public static String of(Planner.Result planned, Cluster cluster) {
    ObjectNode json = node(planned.plan(), cluster);
    json.put("refused", planned.isRefused());
    if (!planned.selection().isAll()) {
      json.set("chosen", selection(planned.selection()));
      json.set("along", ids(planned.part().along()));
      json.set("leftOut", ids(planned.part().leftOut()));
    }
    return Json.text(json.set("findings", FindingJson.array(planned.findings())));
  }

  static ObjectNode selection(Selection selection) {
    ObjectNode json = Json.object();
    json.set("nodes", Json.texts(selection.nodes()));
    return json.set("layers", Json.texts(selection.layers()));
  }

  private static JsonNode ids(List<Step> steps) {
    return Json.texts(steps.stream().map(Step::id).toList());
  }

  /** The whole plan; an empty {@code steps} where there is nothing to do. */
  public static String of(Plan plan, Cluster cluster) {
    return Json.text(node(plan, cluster));
  }

  static ObjectNode node(Plan plan, Cluster cluster) {
    ObjectNode json = Json.object().put("cluster", cluster.name().text());
    json.set("summary", summary(PlanSummary.of(plan)));
    json.set("steps", Json.array(plan.steps(), step -> step(step, plan)));
    return json;
  }

  private static ObjectNode summary(PlanSummary summary) {
    return Json.object()
        .put("create", summary.create())
        .put("change", summary.change())
        .put("destroy", summary.destroy())
        .put("disruptive", summary.disruptive())
        .put("guarded", summary.guarded());
  }

  private static ObjectNode step(Step step, Plan plan) {
    ObjectNode json = Json.object().put("id", step.id());
    switch (step.subject()) {
      case Subject.OfLayer(var layer) -> json.put("layer", layer.text());
      case Subject.OfNode(var aspect) -> json.put("aspect", aspect);
    }
    json.put("node", step.node().text())
        .put("mark", word(step.mark()))
        .put("effect", word(step.effect()))
        .put("intent", step.intent())
        .put("why", step.why());
    json.set("after", Json.texts(new TreeSet<>(plan.after(step.id()))));
    json.set("needs", Json.texts(new TreeSet<>(step.needs())));
    json.set("provides", Json.texts(new TreeSet<>(step.provides())));
    json.set("guards", Json.array(step.guards(), PlanJson::guard));
    action(json, step.action());
    json.set("checks", Json.array(step.checks(), PlanJson::guard));
    return json;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static JsonNode guard(Guard guard) {
    return Json.object().put("what", guard.what()).set("test", command(guard.test()));
  }

  private static void action(ObjectNode json, Action action) {
    switch (action) {
      case Action.Run(var commands) -> json.set("run", Json.array(commands, PlanJson::command));
      case Action.Carry(var from, var read, var write) -> {
        ObjectNode carry = json.putObject("carry").put("from", from.text());
        carry.set("read", command(read));
        carry.set("write", command(write));
      }
    }
  }

  private static JsonNode command(Command command) {
    return switch (command) {
      case Command.Exec(var argv) -> Json.object().set("argv", Json.texts(argv));
      case Command.Script(var text) -> Json.object().put("script", text);
      case Command.Put(var file) -> Json.object().set("file", file(file));
    };
  }

  private static JsonNode file(ManagedFile file) {
    ObjectNode json = Json.object().put("path", file.path()).put("mode", file.mode());
    switch (file.content()) {
      case ManagedFile.Content.Whole(var text) -> json.put("text", text);
      case ManagedFile.Content.Block(var id, var text) -> json.put("block", id).put("text", text);
    }
    return json.set("check", Json.texts(file.check()));
  }
}
