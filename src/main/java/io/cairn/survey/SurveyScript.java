package io.cairn.survey;

import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All probes of a node as one script, and the reading of its framed answer. */
final class SurveyScript {
  // a control character that no tool prints, so no output can end a frame early
  private static final String MARK = "\u0002";

  private final List<Probe> probes;

  SurveyScript(List<Probe> probes) {
    this.probes = List.copyOf(probes);
  }

  String text() {
    StringBuilder script = new StringBuilder("E=$(mktemp); trap 'rm -f \"$E\"' EXIT\n");
    for (int i = 0; i < probes.size(); i++) {
      script.append("printf '\\002<%s\\n'\n".formatted(i));
      script.append("(\n").append(probes.get(i).script()).append("\n) 2> \"$E\" < /dev/null\n");
      // most probes have nothing to complain of: on a slow node a process each is felt
      script.append("printf '\\002|%s\\n' $?; [ ! -s \"$E\" ] || cat \"$E\"; printf '\\002>\\n'\n");
    }
    return script.toString();
  }

  Map<String, Reply> read(Reply answer) {
    Map<String, Reply> replies = new HashMap<>();
    String out = answer.out();
    for (int begin = out.indexOf(MARK + "<"); begin >= 0; ) {
      int next = out.indexOf(MARK + "<", begin + 2);
      frame(out.substring(begin + 2, next < 0 ? out.length() : next), replies);
      begin = next;
    }
    return replies;
  }

  private void frame(String frame, Map<String, Reply> replies) {
    int line = frame.indexOf('\n');
    int exit = frame.indexOf(MARK + "|");
    int end = frame.indexOf(MARK + ">");
    if (line > 0 && exit > line && end > exit) {
      int exitEnd = frame.indexOf('\n', exit);
      replies.put(
          probes.get(Integer.parseInt(frame.substring(0, line))).name(),
          new Reply(
              Integer.parseInt(frame.substring(exit + 2, exitEnd)),
              frame.substring(line + 1, exit),
              frame.substring(exitEnd + 1, end)));
    }
  }
}
