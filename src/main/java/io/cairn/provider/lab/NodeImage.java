package io.cairn.provider.lab;

import java.nio.file.Path;

/**
 * A built image; see build-image.sh for what is in it.
 *
 * @param folder its folder in the cache; never changed once it is there
 */
record NodeImage(Release release, Path folder) {
  /** The file system of a node: ext4 without partitions, raw and sparse. */
  Path system() {
    return folder.resolve("system.raw");
  }

  /** The kernel, unpacked. */
  Path kernel() {
    return folder.resolve("vmlinux");
  }

  /** The lab's own first program, see resource {@code init}. */
  Path initrd() {
    return folder.resolve("initrd");
  }

  /** The private key that root of every node accepts. */
  Path key() {
    return folder.resolve("key");
  }

  /** The public host key of nodes that have not become a twin yet. */
  Path hostKey() {
    return folder.resolve("host-key.pub");
  }
}
