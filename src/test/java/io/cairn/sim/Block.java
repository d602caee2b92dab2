package io.cairn.sim;

import java.util.List;
import java.util.Optional;

/** A block device of a server: a disk, or what the kernel makes of others. */
interface Block {
  /** By which path lsblk(8) and mount(8) tell it. */
  String path();

  /** The kernel's own path. */
  default String node() {
    return path();
  }

  /** The kernel's name. */
  default String name() {
    return node().substring("/dev/".length());
  }

  /** Other names that udev gives it. */
  List<String> links();

  long size();

  /** As lsblk(8) calls it. */
  String type();

  /** On what it lies. */
  List<Block> lower();

  Surface surface();

  void put(Surface surface);

  /** Whether it can be opened for reading. */
  default boolean isReadable() {
    return true;
  }

  default Content content() {
    return surface().content();
  }

  default void write(Content written) {
    put(surface().with(written));
  }

  /** DRBD's metadata at its end. */
  default Optional<Metadata> metadata() {
    return surface().metadata(size());
  }

  /** The word that blkid(8) has for what is on it; empty for none. */
  default String signature() {
    return metadata().isPresent() ? "drbd" : content().signature();
  }

  default void write(Metadata written) {
    put(surface().with(written));
  }

  default void wipeMetadata() {
    put(surface().withoutMetadata());
  }

  default boolean isCalled(String any) {
    return path().equals(any) || node().equals(any) || links().contains(any);
  }
}
