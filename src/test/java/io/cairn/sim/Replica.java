package io.cairn.sim;

import java.util.List;

/** One node's side of a DRBD resource that is configured in the kernel. */
final class Replica implements Block {
  final Server server;
  DrbdFile config;
  final Block disk;
  boolean primary;

  /** Told to give up its changes at the next meeting with the peer, where both have changed. */
  boolean discards;

  Link link = Link.STAND_ALONE;
  State state = State.DISKLESS;

  /**
   * How many more steps of virtual time the resync takes in which this side is source or target.
   */
  int left;

  /** Connection states, by the module's words. */
  enum Link {
    STAND_ALONE("StandAlone"),
    WAITING("WFConnection"),
    CONNECTED("Connected"),
    SOURCE("SyncSource"),
    TARGET("SyncTarget");

    final String word;

    Link(String word) {
      this.word = word;
    }

    boolean isConnected() {
      return this != STAND_ALONE && this != WAITING;
    }
  }

  /** Disk states, by the module's words. */
  enum State {
    DISKLESS("Diskless"),
    INCONSISTENT("Inconsistent"),
    OUTDATED("Outdated"),
    UP_TO_DATE("UpToDate");

    final String word;

    State(String word) {
      this.word = word;
    }
  }

  /** A new minor, without its disk and alone. */
  Replica(Server server, DrbdFile config, Block disk) {
    this.server = server;
    this.config = config;
    this.disk = disk;
  }

  /** Attaches the disk: what its metadata says decides its state (drbd_adm_attach, no fencing). */
  void attach() {
    Generations found = generations();
    state =
        !found.consistent()
            ? State.INCONSISTENT
            : found.upToDate() ? State.UP_TO_DATE : State.OUTDATED;
  }

  String resource() {
    return config.name();
  }

  String device() {
    return "/dev/drbd" + config.minor();
  }

  private Metadata known() {
    return disk.surface()
        .metadata()
        .orElseThrow(() -> new IllegalStateException("attached without metadata"));
  }

  Generations generations() {
    return known().ids();
  }

  void write(Generations ids) {
    disk.write(known().with(ids));
  }

  /** The module looks how large the disk is, and takes its metadata along to the end of it. */
  void measure() {
    disk.write(known().at(disk.size()));
  }

  /** What the disk has room for. */
  long room() {
    return Metadata.room(known().end());
  }

  /** Both nodes agreed. */
  void resize(long bytes) {
    disk.write(known().withCapacity(bytes));
  }

  /** The state that only the kernel knows goes to the disk, as the module does at every change. */
  void writeFlags() {
    if (state == State.DISKLESS) {
      return;
    }
    write(
        generations()
            .is(state != State.INCONSISTENT, state == State.UP_TO_DATE)
            .role(primary)
            .link(link.isConnected()));
  }

  @Override
  public String path() {
    return device();
  }

  @Override
  public List<String> links() {
    return List.of("/dev/drbd/by-res/" + resource() + "/0");
  }

  /** As agreed; before that, as much as its own disk has room for. */
  @Override
  public long size() {
    if (state == State.DISKLESS) {
      return 0;
    }
    return known().capacity() == 0 ? room() : known().capacity();
  }

  @Override
  public String type() {
    return "disk";
  }

  @Override
  public List<Block> lower() {
    return List.of(disk);
  }

  @Override
  public Surface surface() {
    return Surface.of(disk.content());
  }

  @Override
  public void put(Surface written) {
    server.world().replication().write(this, written.content());
  }

  /** A secondary's device does not open. */
  @Override
  public boolean isReadable() {
    return primary;
  }
}
