package io.cairn.sim;

import io.cairn.engine.Engine;
import io.cairn.engine.Engines;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.filesystem.FileSystemEngine;
import io.cairn.engine.lvm.LvmEngine;
import io.cairn.engine.network.NetworkEngine;
import io.cairn.engine.node.NodeEngine;
import io.cairn.engine.raid.RaidEngine;
import io.cairn.graph.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Clusters of the examples up to their file systems: containers are not imitated. */
final class Example {
  static final String WRITETHROUGH = ", cache: { on: ssd, size: 64M, mode: writethrough }";
  static final String WRITEBACK = ", cache: { on: ssd, size: 64M, mode: writeback }";
  static final String SMALLER = ", cache: { on: ssd, size: 48M, mode: writeback }";

  private Example() {}

  /** That of examples/erp.yaml. */
  static Scenario world(long seed) {
    return new Scenario(seed, cluster(), new Engines(engines()));
  }

  /** That of examples/storage.yaml: arrays, a cached volume, a thin pool. */
  static Scenario storage(long seed) {
    return new Scenario(seed, Scenario.cluster(text("storage")), new Engines(engines()));
  }

  /** The same file with another cache, or none. */
  static Cluster storageWith(String cache) {
    return Scenario.cluster(text("storage").replace(WRITETHROUGH, cache));
  }

  static List<Engine> engines() {
    return List.of(
        new NodeEngine(),
        new NetworkEngine(),
        new RaidEngine(),
        new LvmEngine(),
        new DrbdEngine(),
        new FileSystemEngine());
  }

  static Cluster cluster() {
    return Scenario.cluster(text());
  }

  static String text() {
    return text("erp");
  }

  private static String text(String name) {
    try {
      return Files.readString(Path.of("examples/" + name + ".yaml"))
          .lines()
          .filter(line -> !line.contains("type: lxc"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
