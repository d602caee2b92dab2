package io.cairn.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.engine.Finding;
import java.util.List;

/** Findings for programs. */
public final class FindingJson {
  private FindingJson() {}

  /** {@code {"findings": [...]}}, errors first. */
  public static String of(List<Finding> findings) {
    return Json.text(Json.object().set("findings", array(findings)));
  }

  static JsonNode array(List<Finding> findings) {
    return Json.array(FindingText.sorted(findings), FindingJson::finding);
  }

  private static JsonNode finding(Finding finding) {
    return Json.object()
        .put("severity", PlanJson.word(finding.severity()))
        .put("code", finding.code())
        .put("title", finding.title())
        .put("place", finding.place())
        .put("seen", finding.seen())
        .put("wanted", finding.wanted())
        .put("why", finding.why())
        .put("correction", finding.correction());
  }
}
