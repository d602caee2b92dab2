package io.cairn.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The secrets that lie on the servers, and where else they must not stand. */
final class Secrets {
  private static final Pattern SECRET = Pattern.compile("shared-secret\\s+\"([^\"]+)\"");

  /** What is shorter was cut off by a power loss, and would be found anywhere. */
  private static final int SHORTEST = 8;

  private final Set<String> secrets = new TreeSet<>();

  Secrets(List<Server> servers) {
    for (Server server : servers) {
      for (String path : server.machine().filesBelow("/etc/drbd.d")) {
        SECRET
            .matcher(server.machine().readFile(path))
            .results()
            .map((MatchResult found) -> found.group(1))
            .forEach(secrets::add);
      }
      for (String path : server.machine().filesBelow("/var/lib/cairn/secrets")) {
        secrets.add(server.machine().readFile(path).strip());
      }
    }
    secrets.removeIf(secret -> secret.length() < SHORTEST);
  }

  /** Tells of the first text with a secret in it. */
  Optional<String> in(String where, List<String> texts) {
    return texts.stream()
        .filter(text -> secrets.stream().anyMatch(text::contains))
        .findFirst()
        .map(text -> "a secret stands in " + where + ": " + text);
  }
}
