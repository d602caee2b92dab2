package io.cairn.provider.lab;

import io.cairn.graph.SshTarget;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import io.cairn.host.SshOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The way into a node that has not become a twin yet: all of them have one host key. */
final class GenericLogin {
  private static final int ATTEMPTS = 8;

  private GenericLogin() {}

  /**
   * For ssh(1).
   *
   * @param folder where a file known_hosts is written
   */
  static SshOptions options(NodeImage image, int port, Path folder) throws IOException {
    Path knownHosts = folder.resolve("known_hosts");
    Files.writeString(knownHosts, "node " + Files.readString(image.hostKey()));
    return new SshOptions(
        new SshTarget(Optional.of("root"), "127.0.0.1", Optional.of(port)),
        List.of(
            "-F", "none",
            "-i", image.key().toString(),
            "-o", "IdentitiesOnly=yes",
            "-o", "IdentityAgent=none",
            "-o", "HostKeyAlias=node",
            "-o", "StrictHostKeyChecking=yes",
            "-o", "KexAlgorithms=curve25519-sha256",
            "-o", "UserKnownHostsFile=\"" + knownHosts + "\""));
  }

  /**
   * Logs in; more than once, for on a computer with much else to do an emulated node may take
   * longer over its first login than ssh waits.
   */
  static void connect(Host host) {
    Outcome outcome = host.run(":", "", _ -> {});
    for (int attempt = 1; attempt < ATTEMPTS && outcome instanceof Outcome.Lost; attempt++) {
      outcome = host.run(":", "", _ -> {});
    }
    require(outcome, "log in to the started node " + host.node());
  }

  /** Fails unless the script ran and succeeded. */
  static void require(Outcome outcome, String purpose) {
    switch (outcome) {
      case Outcome.Lost(String why) ->
          throw new LabFailure("Could not " + purpose + ": the connection was lost, " + why);
      case Outcome.Ended(var reply) -> {
        if (!reply.ok()) {
          throw new LabFailure(
              "Could not %s: exit status %d\n%s"
                  .formatted(
                      purpose, reply.exit(), LocalCommand.lastLines(reply.out() + reply.err())));
        }
      }
    }
  }
}
