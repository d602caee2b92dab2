package io.cairn.host;

import io.cairn.graph.Node;
import io.cairn.graph.SshTarget;
import java.util.List;

/**
 * How to log in to one node.
 *
 * @param target host, user and port for ssh(1)
 * @param arguments further arguments for ssh(1), as {@code -i FILE}
 */
public record SshOptions(SshTarget target, List<String> arguments) {
  public SshOptions {
    arguments = List.copyOf(arguments);
  }

  /** As the cluster file and the administrator's own ssh_config say. */
  public static SshOptions of(Node node) {
    return new SshOptions(node.ssh(), List.of());
  }
}
