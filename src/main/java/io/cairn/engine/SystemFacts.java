package io.cairn.engine;

import java.time.Duration;
import java.util.Map;

/**
 * Who a node is.
 *
 * @param hostName what {@code uname -n} prints
 * @param kernel what {@code uname -r} prints
 * @param osRelease the keys of os-release(5), as in {@code ID}, {@code VERSION_ID}
 * @param userId the user that Cairn is there; 0 is root
 * @param bootId changes with every boot
 * @param ahead how far the node's clock is ahead of this machine's; negative when it is behind. It
 *     is too small by the time that a line takes from there
 * @param memoryBytes all of its memory
 * @param modules the kernel modules that are loaded, with their version where they have one
 * @param packages the Debian packages that are installed, of those that were asked for, with their
 *     version
 */
public record SystemFacts(
    String hostName,
    String kernel,
    Map<String, String> osRelease,
    int userId,
    String bootId,
    Duration ahead,
    long memoryBytes,
    Map<String, String> modules,
    Map<String, String> packages) {
  public SystemFacts {
    osRelease = Map.copyOf(osRelease);
    modules = Map.copyOf(modules);
    packages = Map.copyOf(packages);
  }

  /** As in {@code debian 12}. */
  public String system() {
    return osRelease.getOrDefault("ID", "unknown") + " " + osRelease.getOrDefault("VERSION_ID", "");
  }
}
