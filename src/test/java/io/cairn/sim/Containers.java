package io.cairn.sim;

/** LXC containers of a server, as far as devices notice them. */
final class Containers {
  private Containers() {}

  /** Whether the container's files lie below that mount. */
  static boolean isOn(Server server, String container, String mount) {
    return server.kernel().addresses.getOrDefault("container:" + container, "").startsWith(mount);
  }
}
