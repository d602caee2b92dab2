package io.cairn.provider.lab;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the lab keeps things.
 *
 * @param cache images and saved states; they stay, and are built anew when missing
 * @param state one folder for each lab; gone after {@code down}
 * @param sockets a short path, for a unix socket's path has at most 107 bytes (unix(7))
 */
public record LabPlaces(Path cache, Path state, Path sockets) {
  /** The user's own folders, by the XDG base directory specification. */
  public static LabPlaces ofUser(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path cache = set(environment, "XDG_CACHE_HOME").orElse(home.resolve(".cache"));
    Path state = set(environment, "XDG_STATE_HOME").orElse(home.resolve(".local/state"));
    return new LabPlaces(
        cache.resolve("cairn"), state.resolve("cairn"), Path.of("/tmp").toAbsolutePath());
  }

  private static Optional<Path> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> value.startsWith("/"))
        .map(Path::of);
  }

  Path images() {
    return cache.resolve("images");
  }

  Path locks() {
    return cache.resolve("locks");
  }

  Path labs() {
    return state.resolve("labs");
  }
}
