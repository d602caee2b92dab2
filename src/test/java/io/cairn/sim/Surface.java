package io.cairn.sim;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What stands on a block device.
 *
 * @param metadata DRBD's own, at the end of the device
 */
record Surface(Content content, Optional<Metadata> metadata) {
  /** Every byte is zero. */
  static final Surface ZERO = of(new Content.Zero());

  static Surface of(Content content) {
    return new Surface(content, Optional.empty());
  }

  Surface with(Content written) {
    return new Surface(written, metadata);
  }

  Surface with(Metadata written) {
    return new Surface(content, Optional.of(written));
  }

  Surface withoutMetadata() {
    return new Surface(content, Optional.empty());
  }

  /** DRBD's metadata, where they are looked for on a device of that size. */
  Optional<Metadata> metadata(long size) {
    return metadata.filter(found -> found.end() == size);
  }

  /** The same with every file system in it changed, however deep. */
  Surface mapped(UnaryOperator<Content.FileSystem> change) {
    return new Surface(content.mapped(change), metadata);
  }
}
