package io.cairn.sim;

/** What runs on the file systems: it writes all the time, and remembers what was acknowledged. */
final class Workload {
  private Workload() {}

  static void write(World world) {
    for (Server server : world.servers()) {
      for (Kernel.Mount mount : server.kernel().mounts) {
        server
            .kernel()
            .replica(mount.source())
            .filter(replica -> replica.primary && replica.state == Replica.State.UP_TO_DATE)
            .ifPresent(replica -> write(world, replica));
      }
    }
  }

  private static void write(World world, Replica replica) {
    if (replica.disk.content() instanceof Content.FileSystem system) {
      Content.FileSystem written = system.written();
      world.replication().write(replica, written);
      world.ledger().acknowledge(written);
    }
  }
}
