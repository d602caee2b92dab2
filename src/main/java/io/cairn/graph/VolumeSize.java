package io.cairn.graph;

import java.util.Optional;

/** How large a volume of a volume group is. */
public sealed interface VolumeSize {
  /** What {@link #parse} accepts, for messages. */
  String RULE = Size.RULE + ", or a percentage, as in 80%";

  /** The size that was asked for; empty for a percentage, which is none before it is made. */
  default Optional<Size> absolute() {
    return switch (this) {
      case Absolute(var size) -> Optional.of(size);
      case Share _ -> Optional.empty();
    };
  }

  /** That large; rounded up to whole extents. */
  record Absolute(Size size) implements VolumeSize {
    @Override
    public String toString() {
      return size.toString();
    }
  }

  /**
   * That part of what the group has left when everything with an absolute size is made, rounded
   * down to whole extents. It does not depend on the order, nor on what is made already: what a
   * percentage has taken counts as left for the other ones.
   */
  record Share(Percent percent) implements VolumeSize {
    @Override
    public String toString() {
      return percent.toString();
    }
  }

  /** Reads {@link #RULE}; empty for anything else. */
  static Optional<VolumeSize> parse(String text) {
    return Percent.parse(text)
        .<VolumeSize>map(Share::new)
        .or(() -> Size.parse(text).map(Absolute::new));
  }
}
