package io.cairn.sim;

/** What is on a block device. */
sealed interface Content {
  /** Nothing: every byte is zero. */
  record Zero() implements Content {}

  /** Something without a name: old data whose signature was wiped, half of a copy. */
  record Noise(String of) implements Content {}

  /**
   * A file system.
   *
   * @param tree the directory of its files, below the world's content directory
   * @param version grows with every write that something on it was told is safe
   */
  record FileSystem(String type, String label, String uuid, String tree, long version)
      implements Content {
    FileSystem written() {
      return new FileSystem(type, label, uuid, tree, version + 1);
    }

    FileSystem withTree(String copy) {
      return new FileSystem(type, label, uuid, copy, version);
    }
  }

  /** The signature's word, as blkid(8) prints it; empty for none. */
  default String signature() {
    return this instanceof FileSystem system ? system.type() : "";
  }
}
