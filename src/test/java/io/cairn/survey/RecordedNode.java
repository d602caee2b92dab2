package io.cairn.survey;

import io.cairn.engine.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What {@link Recording} wrote of a node, read again. */
sealed interface RecordedNode {
  /** It did not answer. */
  record Silent(String why) implements RecordedNode {}

  /** It answered. */
  record Answered(Duration ahead, Map<String, Reply> replies) implements RecordedNode {
    public Answered {
      replies = Map.copyOf(replies);
    }

    Reply reply(String probe) {
      return Optional.ofNullable(replies.get(probe))
          .orElseThrow(() -> new AssertionError("no reply to " + probe + " was recorded"));
    }

    /** When it answered, by the clock of the computer that asked. */
    Instant time() {
      // the fifth line of that probe is the node's own clock, in seconds with nine decimals
      String[] clock = reply("common:system").out().split("\n", -1)[4].split("\\.", 2);
      return Instant.ofEpochSecond(Long.parseLong(clock[0]), Long.parseLong(clock[1])).minus(ahead);
    }
  }

  /** Reads the file's text. */
  static RecordedNode parse(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.getFirst().startsWith("unreachable ")) {
      return new Silent(text.replaceAll("(?m)^unreachable ", "").strip());
    }
    SequencedMap<String, List<String>> sections = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      if (line.startsWith("= ")) {
        List<String> earlier = sections.put(line.substring(2), new ArrayList<>());
        if (earlier != null) {
          throw new AssertionError("recorded twice: " + line);
        }
      } else {
        sections.lastEntry().getValue().add(line);
      }
    }
    Map<String, Reply> replies = new LinkedHashMap<>();
    sections.forEach(
        (heading, body) -> {
          String[] words = heading.split(" exit ", 2);
          int exit = words.length == 2 ? Integer.parseInt(words[1]) : 0;
          replies.put(words[0], new Reply(exit, stream("|", body), stream("!", body)));
        });
    return new Answered(
        Duration.parse(lines.getFirst().substring("clock ahead ".length())), replies);
  }

  private static String stream(String sign, List<String> body) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (String line : body) {
      if (line.startsWith(sign)) {
        text.append(line.equals(sign) ? "" : line.substring(2)).append('\n');
      } else if (line.equals("\\") && last.startsWith(sign)) {
        text.setLength(text.length() - 1);
      }
      last = line;
    }
    return text.toString();
  }
}
