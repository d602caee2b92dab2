package io.cairn.sim;

import java.util.List;
import java.util.Optional;

/** A disk of a server: what is on it survives everything but being overwritten. */
final class Disk {
  private final String path;
  private final List<String> links;
  private final long size;
  private Owner owner;
  private Content content;
  private Optional<Generations> metadata = Optional.empty();

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
    this.content = content;
  }

  String path() {
    return path;
  }

  /** The word behind {@code /dev/}. */
  String name() {
    return path.substring("/dev/".length());
  }

  List<String> links() {
    return links;
  }

  long size() {
    return size;
  }

  Owner owner() {
    return owner;
  }

  Content content() {
    return content;
  }

  Optional<Generations> metadata() {
    return metadata;
  }

  void write(Content written) {
    requireOurs();
    content = written;
  }

  void writeMetadata(Generations written) {
    requireOurs();
    metadata = Optional.of(written);
  }

  void wipeMetadata() {
    requireOurs();
    metadata = Optional.empty();
  }

  /** From now on it is somebody else's. */
  void giveAway(Content theirs) {
    content = theirs;
    owner = Owner.FOREIGN;
  }

  private void requireOurs() {
    if (owner == Owner.FOREIGN) {
      throw new Violation("a foreign disk is written to: " + path);
    }
  }
}
