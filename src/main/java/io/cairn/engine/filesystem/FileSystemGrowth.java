package io.cairn.engine.filesystem;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.Optional;

/**
 * A mounted file system on a device that is larger than it, or will be: grown online (resize2fs(8),
 * xfs_growfs(8), btrfs-filesystem(8)). None of the three can do that where it is not mounted; ext4
 * could.
 */
record FileSystemGrowth(
    Layer.FileSystem layer, NodeName node, Context context, FileSystemFacts facts) {

  /**
   * What a file system may leave unused at the end of its device: ext4 drops a last block group
   * that is too small for its own tables (with 4 KiB blocks about 1,700 of them), XFS a last
   * allocation group of less than 64 blocks.
   */
  private static final Size SLACK = Size.mebibytes(8);

  /** The part of the survey that prints {@code size BYTES} of a mounted file system. */
  static String measure(Layer.FileSystem layer) {
    return "printf 'size %s\\n' \"$(" + bytes(layer) + ")\"";
  }

  private static String bytes(Layer.FileSystem layer) {
    String path = Shell.quote(layer.mount());
    String device =
        "\"$(findmnt --noheadings --nofsroot --first-only --output SOURCE --mountpoint "
            + path
            + ")\"";
    return switch (layer.format()) {
      case EXT4 ->
          "dumpe2fs -h "
              + device
              + " 2> /dev/null | awk '/^Block count:/ { n = $3 } /^Block size:/ { s = $3 } END { print n * s }'";
      case XFS ->
          "xfs_info "
              + path
              + " 2> /dev/null | sed -n 's/^data .*bsize=\\([0-9]*\\) *blocks=\\([0-9]*\\),.*/\\1 \\2/p'"
              + " | awk '{ printf \"%.0f\\n\", $1 * $2 }'";
      case BTRFS ->
          "btrfs inspect-internal dump-super "
              + device
              + " 2> /dev/null | awk '/^total_bytes/ { print $2 }'";
    };
  }

  private Optional<Size> now() {
    return Optional.of(facts.unit(layer.name(), "size"))
        .filter(text -> text.matches("[1-9]\\d{0,17}"))
        .map(text -> new Size(Long.parseLong(text)));
  }

  private Optional<Size> device() {
    return context.sizeGrown(context.cluster().below(layer, node), node);
  }

  /** The step, where there is more than {@link #SLACK} to gain. */
  Optional<Step> step() {
    return now()
        .flatMap(
            has ->
                device()
                    .filter(size -> size.bytes() - has.bytes() > SLACK.bytes())
                    .map(size -> step(has, size)));
  }

  private Step step(Size has, Size device) {
    FileSystemGuards guards = FileSystemGuards.of(layer, node, context);
    return Step.layer(layer.name(), "grow", node)
        .says(
            "Grow the file system from %s to all of its device's %s".formatted(has, device),
            guards.device() + " is larger than it, or will be")
        .mark(Mark.CHANGE)
        .guard(guards.isMounted())
        .runs(grow(guards))
        .check(
            Guard.that(
                "it is no more than " + SLACK + " smaller than its device",
                """
                size=$(%s)
                device=$(blockdev --getsize64 %s)
                [ $((device - size)) -le %d ] || { echo "it has $size bytes of $device"; exit 1; }"""
                    .formatted(bytes(layer), Shell.quote(guards.device().text()), SLACK.bytes())))
        .needs(context.belowGrown(layer, node))
        .needs(Condition.active(layer.name(), node))
        .provides(Condition.grown(layer.name(), node))
        .build();
  }

  private Command grow(FileSystemGuards guards) {
    return switch (layer.format()) {
      case EXT4 -> Command.exec("resize2fs", "--", guards.device().text());
      case XFS -> Command.exec("xfs_growfs", "-d", "--", layer.mount());
      case BTRFS -> Command.exec("btrfs", "filesystem", "resize", "max", layer.mount());
    };
  }
}
