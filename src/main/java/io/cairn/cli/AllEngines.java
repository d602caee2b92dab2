package io.cairn.cli;

import io.cairn.engine.Engines;
import io.cairn.engine.disk.DiskEngine;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.filesystem.FileSystemEngine;
import io.cairn.engine.lvm.LvmEngine;
import io.cairn.engine.lxc.LxcEngine;
import io.cairn.engine.network.NetworkEngine;
import io.cairn.engine.node.NodeEngine;
import io.cairn.engine.raid.RaidEngine;
import java.util.List;

/** The one list of engines. */
final class AllEngines {
  private AllEngines() {}

  static Engines build() {
    return new Engines(
        List.of(
            new NodeEngine(),
            new NetworkEngine(),
            new DiskEngine(),
            new RaidEngine(),
            new LvmEngine(),
            new DrbdEngine(),
            new FileSystemEngine(),
            new LxcEngine()));
  }
}
