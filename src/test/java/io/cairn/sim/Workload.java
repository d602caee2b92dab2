package io.cairn.sim;

import java.util.List;

/** What runs on the file systems: it writes all the time, and remembers what was acknowledged. */
final class Workload {
  private Workload() {}

  static void write(World world) {
    for (Server server : world.servers()) {
      for (Kernel.Mount mount : List.copyOf(server.kernel().mounts)) {
        server.block(mount.source()).filter(Workload::takesWrites).ifPresent(b -> write(world, b));
      }
    }
  }

  /** Everything below it is in order, too. */
  private static boolean takesWrites(Block block) {
    boolean itself =
        !(block instanceof Replica replica)
            || (replica.primary && replica.state == Replica.State.UP_TO_DATE);
    return itself && block.lower().stream().allMatch(Workload::takesWritesBelow);
  }

  // the disk of a resource is its own matter
  private static boolean takesWritesBelow(Block block) {
    return block.lower().isEmpty() || takesWrites(block);
  }

  private static void write(World world, Block block) {
    if (block.content() instanceof Content.FileSystem system) {
      Content.FileSystem written = system.written();
      block.write(written);
      world.ledger().acknowledge(written);
    }
  }
}
