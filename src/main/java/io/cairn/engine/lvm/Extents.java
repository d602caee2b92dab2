package io.cairn.engine.lvm;

import io.cairn.graph.Size;

/**
 * Room in a volume group, which LVM hands out in whole extents only.
 *
 * @param count how many
 * @param each how large one is
 */
record Extents(long count, Size each) implements Comparable<Extents> {
  /** What vgcreate(8) takes unless told otherwise ({@code allocation/physical_extent_size}). */
  static final Size DEFAULT_SIZE = Size.mebibytes(4);

  Extents {
    if (count < 0 || each.bytes() < 1) {
      throw new IllegalArgumentException("no room: " + count + " extents of " + each.bytes());
    }
  }

  /** As many as are needed for that size. */
  static Extents covering(Size size, Size each) {
    return new Extents(Math.ceilDiv(size.bytes(), each.bytes()), each);
  }

  /** As many as fit into that size. */
  static Extents within(Size size, Size each) {
    return new Extents(size.bytes() / each.bytes(), each);
  }

  Size size() {
    return new Size(Math.multiplyExact(count, each.bytes()));
  }

  /** The same kind of extents, that many. */
  Extents of(long other) {
    return new Extents(other, each);
  }

  /** That part of them, rounded down. */
  Extents percent(int hundredths) {
    return of(Math.multiplyExact(count, hundredths) / 100);
  }

  @Override
  public int compareTo(Extents other) {
    return Long.compare(count, other.count);
  }

  /** As in {@code 2560 extents (10 GiB)}. */
  @Override
  public String toString() {
    return count + (count == 1 ? " extent (" : " extents (") + size() + ")";
  }
}
