package io.cairn.survey;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What one node answered to a survey, as text that a person can read and a test can plan from.
 *
 * <pre>
 * clock ahead PT0.012S         or, of a node that did not answer: unreachable WHY
 * = drbd:proc                  a probe, by name; then "exit N" where that is not 0
 * | version: 8.4.11            a line of its standard output
 * ! modinfo: not found         a line of its error output
 * \                            the line above has no end of line
 * </pre>
 */
public final class Recording {
  private final List<String> lines = new ArrayList<>();

  private Recording() {}

  /** The text; probes in the order of their names. */
  public static String text(NodeSurvey survey) {
    Recording recording = new Recording();
    switch (survey) {
      case NodeSurvey.Answered(var facts) -> recording.add(facts);
      case NodeSurvey.Unreachable(var why) ->
          recording.lines.add("unreachable " + why.strip().replace("\n", "\nunreachable "));
    }
    return String.join("\n", recording.lines) + "\n";
  }

  private void add(NodeFacts facts) {
    lines.add("clock ahead " + facts.system().ahead());
    new TreeMap<>(facts.replies()).forEach(this::add);
  }

  private void add(String probe, Reply reply) {
    lines.add("= " + probe + (reply.ok() ? "" : " exit " + reply.exit()));
    add("|", reply.out());
    add("!", reply.err());
  }

  // not String.lines(): a carriage return belongs to the text
  private void add(String sign, String text) {
    if (text.isEmpty()) {
      return;
    }
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String line : whole.split("\n", -1)) {
      lines.add(line.isEmpty() ? sign : sign + " " + line);
    }
    if (!text.endsWith("\n")) {
      lines.add("\\");
    }
  }
}
