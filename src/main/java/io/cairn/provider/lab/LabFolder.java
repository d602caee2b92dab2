package io.cairn.provider.lab;

import io.cairn.graph.ClusterName;
import io.cairn.graph.NodeName;
import java.nio.file.Path;

/**
 * The files of one lab.
 *
 * @param path the lab's folder
 * @param sockets its folder of unix sockets
 */
record LabFolder(Path path, Path sockets) {
  /** The folder of the lab of that cluster. */
  static LabFolder of(LabPlaces places, ClusterName cluster) {
    Path path = places.labs().resolve(cluster.text());
    String name = "cairn-" + Recipe.digest(path.toString()).substring(0, 12);
    return new LabFolder(path, places.sockets().resolve(name));
  }

  /** Says that {@code up} came to its end, and what the twins were made of. */
  Path description() {
    return path.resolve("description");
  }

  /** For ssh(1): the names of the nodes, with port, key and host keys. */
  Path sshConfig() {
    return path.resolve("ssh_config");
  }

  Path knownHosts() {
    return path.resolve("known_hosts");
  }

  Path key() {
    return path.resolve("key");
  }

  Path switchPorts() {
    return path.resolve("switch-ports");
  }

  Path switchLog() {
    return path.resolve("switch.log");
  }

  Path switchControl() {
    return sockets.resolve("control");
  }

  Path nodes() {
    return path.resolve("nodes");
  }

  NodeFolder node(NodeName node) {
    return new NodeFolder(nodes().resolve(node.text()));
  }

  /** The socket on which a node's QEMU takes commands. */
  Path qmp(Twin twin) {
    return sockets.resolve("qmp-" + twin.number());
  }

  /** The socket of a node's second serial line, while it runs from a saved state. */
  Path shell(Twin twin) {
    return sockets.resolve("shell-" + twin.number());
  }

  /**
   * The files of one node.
   *
   * @param path its folder
   */
  record NodeFolder(Path path) {
    Path system() {
      return path.resolve("system.qcow2");
    }

    Path disk(Twin.Disk disk) {
      return path.resolve(disk.serial() + ".qcow2");
    }

    /** Arguments of QEMU for a cold boot, one on each line. */
    Path boot() {
      return path.resolve("boot.args");
    }

    /** Its disks beside the system's: on each line the serial, and the path in the cluster file. */
    Path disks() {
      return path.resolve("disks");
    }

    Path pid() {
      return path.resolve("pid");
    }

    Path console() {
      return path.resolve("console.log");
    }

    Path hostKey() {
      return path.resolve("host_key");
    }

    Path publicHostKey() {
      return path.resolve("host_key.pub");
    }

    /** The port of 127.0.0.1 that leads to the node's SSH server. */
    Path sshPort() {
      return path.resolve("ssh-port");
    }

    /** Path of its control socket. */
    Path qmp() {
      return path.resolve("qmp-path");
    }
  }
}
