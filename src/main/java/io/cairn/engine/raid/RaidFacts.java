package io.cairn.engine.raid;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a survey knows of the arrays of one node.
 *
 * @param unknown why nothing is known; then the rest is empty
 * @param contents of the declared members, by the path at which they were looked for
 */
record RaidFacts(
    NodeFacts node,
    Optional<String> unknown,
    List<MdArray> arrays,
    Map<String, MemberContent> contents) {
  RaidFacts {
    arrays = List.copyOf(arrays);
    contents = Map.copyOf(contents);
  }

  static RaidFacts of(NodeFacts node) {
    return node.read(RaidFacts.class, RaidFacts::reading);
  }

  private static RaidFacts reading(NodeFacts node) {
    Optional<Reply> arrays = node.reply(RaidProbes.ARRAYS);
    Optional<Reply> members = node.reply(RaidProbes.MEMBERS);
    Optional<String> unknown = why(arrays).or(() -> why(members));
    if (unknown.isPresent()) {
      return new RaidFacts(node, unknown, List.of(), Map.of());
    }
    return new RaidFacts(
        node,
        Optional.empty(),
        ArrayText.read(arrays.orElseThrow().out()),
        contents(members.orElseThrow().out()));
  }

  private static Optional<String> why(Optional<Reply> reply) {
    if (reply.isEmpty()) {
      return Optional.of("not asked");
    }
    return reply.filter(r -> !r.ok()).map(r -> "exit " + r.exit() + ": " + r.err().strip());
  }

  private static Map<String, MemberContent> contents(String text) {
    Map<String, MemberContent> contents = new HashMap<>();
    String path = "";
    StringBuilder tags = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("member ")) {
        path = line.substring("member ".length());
        tags.setLength(0);
      } else if (line.equals("absent")) {
        contents.put(path, new MemberContent.Absent());
      } else if (line.startsWith("closed ")) {
        contents.put(path, new MemberContent.Unknown(line.substring("closed ".length())));
      } else if (line.matches("exit \\d+")) {
        int exit = Integer.parseInt(line.substring("exit ".length()));
        contents.put(path, MemberContent.of(exit, tags.toString()));
      } else {
        tags.append(line).append('\n');
      }
    }
    return contents;
  }

  /** What stands on the member that was looked for at that path. */
  MemberContent content(String path) {
    return contents.getOrDefault(path, new MemberContent.Unknown("not asked"));
  }
}
