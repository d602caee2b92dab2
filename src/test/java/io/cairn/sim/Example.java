package io.cairn.sim;

import io.cairn.engine.Engine;
import io.cairn.engine.Engines;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.filesystem.FileSystemEngine;
import io.cairn.engine.network.NetworkEngine;
import io.cairn.engine.node.NodeEngine;
import io.cairn.graph.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The cluster of examples/erp.yaml up to its file systems: containers are not imitated. */
final class Example {
  private Example() {}

  static Scenario world(long seed) {
    return new Scenario(seed, Scenario.cluster(text()), new Engines(engines()));
  }

  static List<Engine> engines() {
    return List.of(new NodeEngine(), new NetworkEngine(), new DrbdEngine(), new FileSystemEngine());
  }

  static Cluster cluster() {
    return Scenario.cluster(text());
  }

  static String text() {
    try {
      return Files.readString(Path.of("examples/erp.yaml"))
          .lines()
          .filter(line -> !line.contains("type: lxc"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
