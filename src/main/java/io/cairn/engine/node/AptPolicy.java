package io.cairn.engine.node;

import java.util.Optional;

/** What {@code apt-cache policy} prints (apt-cache(8)). */
final class AptPolicy {
  private AptPolicy() {}

  /** Whether apt could install that package; a package that is not in the text is unknown to it. */
  static boolean hasCandidate(String policy, String name) {
    Optional<String> candidate =
        policy
            .lines()
            .dropWhile(line -> !line.equals(name + ":"))
            .skip(1)
            .takeWhile(line -> line.startsWith(" "))
            .map(String::strip)
            .filter(line -> line.startsWith("Candidate: "))
            .findFirst();
    return candidate.filter(line -> !line.equals("Candidate: (none)")).isPresent();
  }
}
