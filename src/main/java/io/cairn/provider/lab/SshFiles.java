package io.cairn.provider.lab;

import io.cairn.graph.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The files with which ssh(1) finds and knows the nodes of a lab. */
final class SshFiles {
  private SshFiles() {}

  /** Writes ssh_config and known_hosts. */
  static void write(LabFolder folder, List<NodeName> nodes) throws IOException {
    StringBuilder config = new StringBuilder();
    StringBuilder known = new StringBuilder();
    for (NodeName node : nodes) {
      LabFolder.NodeFolder files = folder.node(node);
      known.append(node).append(' ').append(Files.readString(files.publicHostKey()));
      config.append(
          """
          Host %s
            HostName 127.0.0.1
            Port %d
            User root
            IdentityFile "%s"
            IdentitiesOnly yes
            IdentityAgent none
            HostKeyAlias %1$s
            UserKnownHostsFile "%s"
            StrictHostKeyChecking yes
            KexAlgorithms curve25519-sha256
            LogLevel ERROR

          """
              .formatted(node, port(files), folder.key(), folder.knownHosts()));
    }
    Files.writeString(folder.knownHosts(), known);
    Files.writeString(folder.sshConfig(), config);
  }

  /** The port of 127.0.0.1 that leads to the node. */
  static int port(LabFolder.NodeFolder node) {
    try {
      return Integer.parseInt(Files.readString(node.sshPort()).strip());
    } catch (IOException e) {
      throw new LabFailure("Could not read " + node.sshPort(), e);
    }
  }
}
