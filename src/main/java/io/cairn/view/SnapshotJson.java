package io.cairn.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cairn.engine.Snapshot;
import java.util.List;

/** Snapshots, for programs. */
public final class SnapshotJson {
  private SnapshotJson() {}

  /** All of them, in one object. */
  public static String of(List<Snapshot> snapshots) {
    ObjectNode all = Json.object();
    all.set("snapshots", Json.array(snapshots, SnapshotJson::json));
    return Json.text(all);
  }

  private static JsonNode json(Snapshot snapshot) {
    ObjectNode object =
        Json.object()
            .put("layer", snapshot.layer().text())
            .put("name", snapshot.name().toString())
            .put("node", snapshot.node().text())
            .put("created", snapshot.created());
    snapshot.schedule().ifPresent(period -> object.put("every", period));
    return object;
  }
}
