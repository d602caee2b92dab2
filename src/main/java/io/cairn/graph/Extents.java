package io.cairn.graph;

/** A number of extents: what LVM divides a volume group into. */
public record Extents(long count) implements Comparable<Extents> {
  /** How large one is unless said otherwise (vgcreate(8), {@code --physicalextentsize}). */
  public static final Size SIZE = Size.mebibytes(4);

  /** No room. */
  public static final Extents NONE = new Extents(0);

  /**
   * Where the first extent of a physical volume begins, with LVM's metadata before it (lvm.conf(5),
   * {@code devices/default_data_alignment}). On an array with stripes it is the next multiple of
   * their width ({@code devices/md_chunk_alignment}).
   */
  public static final Size DATA_START = Size.mebibytes(1);

  /** Refuses fewer than none. */
  public Extents {
    if (count < 0) {
      throw new IllegalArgumentException("extents cannot be fewer than none: " + count);
    }
  }

  /** As few as hold that size: LVM rounds the size of a volume up (lvcreate(8), {@code --size}). */
  public static Extents holding(Size size) {
    return new Extents(Math.ceilDiv(size.bytes(), SIZE.bytes()));
  }

  /** As many as fit in that size. */
  public static Extents within(Size size) {
    return new Extents(size.bytes() / SIZE.bytes());
  }

  /** What a physical volume on a device of that size offers, when its data begins there. */
  public static Extents ofDevice(Size device, Size dataStart) {
    return within(new Size(Math.max(0, device.bytes() - dataStart.bytes())));
  }

  /** These and the others. */
  public Extents plus(Extents other) {
    return new Extents(Math.addExact(count, other.count));
  }

  /** What is left of these without the others; none where those are more. */
  public Extents without(Extents other) {
    return new Extents(Math.max(0, count - other.count));
  }

  /** That part of them, rounded down. */
  public Extents part(Percent percent) {
    return new Extents(count / 100 * percent.value() + count % 100 * percent.value() / 100);
  }

  /** Their size. */
  public Size size() {
    return new Size(Math.multiplyExact(count, SIZE.bytes()));
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
