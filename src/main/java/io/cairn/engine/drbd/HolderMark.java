package io.cairn.engine.drbd;

/**
 * The file {@link io.cairn.engine.Units#holderMark}: this node may bring the resource into use at
 * boot.
 *
 * @param since when it was written, as the node's clock said, ISO 8601; empty where it does not say
 */
record HolderMark(String since, Reach reach) {
  /** Under what circumstances. */
  enum Reach {
    /** Only together with the peer. */
    WITH_PEER,
    /** Also without it: an operator's word that the peer is dead stands behind it. */
    ALONE
  }

  static HolderMark parse(String text) {
    String since =
        text.lines()
            .filter(line -> line.startsWith("since "))
            .map(line -> line.substring(6).strip())
            .findFirst()
            .orElse("");
    boolean alone = text.lines().anyMatch(line -> line.strip().equals("alone"));
    return new HolderMark(since, alone ? Reach.ALONE : Reach.WITH_PEER);
  }
}
