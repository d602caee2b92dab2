package io.cairn.sim;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What stands on a block device.
 *
 * @param metadata DRBD's own, at the end of the device
 */
record Surface(Content content, Optional<Generations> metadata) {
  /** Every byte is zero. */
  static final Surface ZERO = of(new Content.Zero());

  static Surface of(Content content) {
    return new Surface(content, Optional.empty());
  }

  Surface with(Content written) {
    return new Surface(written, metadata);
  }

  Surface with(Generations written) {
    return new Surface(content, Optional.of(written));
  }

  Surface withoutMetadata() {
    return new Surface(content, Optional.empty());
  }

  /** The word that blkid(8) has for it; empty for none. */
  String signature() {
    return metadata.isPresent() ? "drbd" : content.signature();
  }

  /** The same with every file system in it changed, however deep. */
  Surface mapped(UnaryOperator<Content.FileSystem> change) {
    return new Surface(content.mapped(change), metadata);
  }
}
