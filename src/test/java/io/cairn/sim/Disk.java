package io.cairn.sim;

import java.util.List;

/** A disk of a server: what is on it survives everything but being overwritten. */
final class Disk implements Block {
  private final String path;
  private final List<String> links;
  private final long size;
  private Owner owner;
  private Surface surface;

  /** Whose it is. */
  enum Owner {
    /** Named in the cluster file. */
    CLUSTER,
    /** Somebody else's: no program may ever write to it. */
    FOREIGN
  }

  Disk(String path, List<String> links, long size, Owner owner, Content content) {
    this.path = path;
    this.links = List.copyOf(links);
    this.size = size;
    this.owner = owner;
    this.surface = Surface.of(content);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public List<String> links() {
    return links;
  }

  @Override
  public long size() {
    return size;
  }

  Owner owner() {
    return owner;
  }

  @Override
  public String type() {
    return "disk";
  }

  @Override
  public List<Block> lower() {
    return List.of();
  }

  @Override
  public Surface surface() {
    return surface;
  }

  @Override
  public void put(Surface written) {
    requireOurs();
    surface = written;
  }

  /** From now on it is somebody else's. */
  void giveAway(Content theirs) {
    surface = surface.with(theirs);
    owner = Owner.FOREIGN;
  }

  private void requireOurs() {
    if (owner == Owner.FOREIGN) {
      throw new Violation("a foreign disk is written to: " + path);
    }
  }
}
