package io.cairn.cluster;

import java.util.List;

/**
 * One type of layer, as the file, the schema and its page need it.
 *
 * @param word its {@code type} in the file
 * @param offers what it is to the layers over it
 * @param liesOver what it can lie over
 * @param ground why it lies over nothing else
 * @param page what its page says
 */
record LayerType(
    String word, Offer offers, List<Offer> liesOver, String ground, Form form, LayerPage page) {
  LayerType {
    liesOver = List.copyOf(liesOver);
  }

  /** What something is to the layers over it. */
  enum Offer {
    DISK("a disk"),
    PARTITION("a partition"),
    ARRAY("an array"),
    GROUP("a volume group"),
    VOLUME("a volume"),
    POOL("a thin pool"),
    THIN("a thin volume"),
    REPLICA("a DRBD resource"),
    FILE_SYSTEM("a file system"),
    NOTHING("a container");

    private final String noun;

    Offer(String noun) {
      this.noun = noun;
    }

    String noun() {
      return noun;
    }

    /** Whether only one layer can lie over it; of disks, that is said by partition. */
    boolean isExclusive() {
      return switch (this) {
        case PARTITION, ARRAY, VOLUME, THIN, REPLICA -> true;
        case DISK, GROUP, POOL, FILE_SYSTEM, NOTHING -> false;
      };
    }
  }
}
