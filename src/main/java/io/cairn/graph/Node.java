package io.cairn.graph;

import java.util.Optional;

/**
 * A server of the cluster.
 *
 * @param name what {@code uname -n} prints there
 * @param ssh where Cairn logs in
 * @param address its address in the replication network; DRBD peers talk over it
 */
public record Node(NodeName name, SshTarget ssh, Optional<IpAddress> address) {}
