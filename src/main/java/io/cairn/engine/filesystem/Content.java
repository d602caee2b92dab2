package io.cairn.engine.filesystem;

import java.util.Optional;

/** What blkid(8) finds on a block device. */
sealed interface Content {
  /** No signature at all. */
  record Blank() implements Content {}

  /**
   * One signature.
   *
   * @param type as blkid names it, as in {@code btrfs}; for a partition table {@code gpt}, {@code
   *     dos}
   */
  record Holds(String type, Optional<String> label, Optional<String> uuid) implements Content {
    /** For people. */
    String inWords() {
      return word()
          + label.map(l -> " labelled " + l).orElse("")
          + uuid.map(u -> ", " + u).orElse("");
    }

    private String word() {
      return switch (type) {
        case "gpt", "dos" -> "a partition table (" + type + ")";
        case "drbd" -> "DRBD metadata";
        default -> type;
      };
    }
  }

  /**
   * A file system whose making was interrupted after it had its signature.
   *
   * @param of what it would have become
   */
  record Unfinished(Holds of) implements Content {}

  /** Signatures that contradict each other (blkid exit status 8). */
  record Ambiguous() implements Content {}

  /** The device cannot be opened, as a DRBD Secondary; or it was not asked. */
  record Unknown(String why) implements Content {}
}
