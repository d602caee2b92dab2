package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.graph.Cache;
import io.cairn.graph.LayerName;
import java.util.List;
import java.util.Locale;

/**
 * Changes the cache of a volume while it is in use (lvmcache(7), lvconvert(8), lvchange(8)).
 *
 * <p>What the cache holds is written back before LVM is told to detach it or to change its mode.
 * LVM would do that by itself (lib/metadata/cache_manip.c, {@code lv_cache_wait_for_clean}), but
 * holds the lock of the group all the while: nobody could look at the group, and no thin pool in it
 * could grow. With the policy {@code cleaner} LVM makes the cache a writethrough one, whatever its
 * mode (libdm-deptree.c), so that what is written meanwhile does not stay in it.
 */
record CacheCommands(LayerName group, LayerName volume) {
  /** For so many seconds nothing may be written back before it is given up. */
  private static final int PATIENCE = 120;

  private String target() {
    return group + "/" + volume;
  }

  /** Takes the cache away, and with it the room that it had; the volume keeps its data. */
  List<Command> detach(Cache.Kind kind) {
    return List.of(
        writeBack(kind), Command.exec("lvconvert", "--yes", "--uncache", "--", target()));
  }

  /** Changes when a write counts as done; LVM refuses to with blocks that are not written back. */
  List<Command> change(Cache.Mode mode) {
    return List.of(
        writeBack(Cache.Kind.DM_CACHE),
        Command.exec(
            "lvchange",
            "--yes",
            "--cachepolicy",
            "smq",
            "--cachemode",
            word(mode),
            "--",
            target()));
  }

  /** Has a cache take something new again that was about to be detached. */
  Command resume(Cache.Kind kind, Cache.Mode mode) {
    return switch (kind) {
      case DM_CACHE ->
          Command.script(
              """
              lvchange --yes --cachepolicy smq -- %1$s
              case $(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --options kernel_cache_policy -- %1$s) in
                *cleaner*)
                  lvchange --yes --cachemode %2$s -- %1$s
                  lvchange --yes --cachemode %3$s -- %1$s ;;
              esac"""
                  .formatted(target(), around(mode), word(mode)));
      case DM_WRITECACHE ->
          Command.exec("lvchange", "--yes", "--cachesettings", "cleaner=0", "--", target());
    };
  }

  /**
   * What is left of an lvconvert that was cut off: it has the cache in front of it no more, and LVM
   * removes both.
   */
  static Command finish(LayerName group, String left) {
    return Command.exec("lvconvert", "--yes", "--uncache", "--", group + "/" + left);
  }

  // an lvconvert that was killed leaves no policy but a mark of its own, which goes with a change
  // of the mode only. Writeback may be where the cache is redundant; passthrough may be everywhere
  private static String around(Cache.Mode mode) {
    return switch (mode) {
      case WRITETHROUGH -> "passthrough";
      case WRITEBACK -> "writethrough";
    };
  }

  private static String word(Cache.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private Command writeBack(Cache.Kind kind) {
    return Command.script(
        switch (kind) {
          case DM_CACHE ->
              WRITE_BACK.formatted(
                  target(),
                  "cache_dirty_blocks,chunk_size",
                  "[ \"$#\" = 2 ]",
                  "$1",
                  "$2",
                  "--cachepolicy cleaner",
                  PATIENCE);
          case DM_WRITECACHE ->
              WRITE_BACK.formatted(
                  target(),
                  "writecache_total_blocks,writecache_free_blocks,writecache_block_size",
                  "[ \"$#\" = 3 ]",
                  "$1 - $2",
                  "$3",
                  "--cachesettings cleaner=1",
                  PATIENCE);
        });
  }

  // a cache that has failed says nothing, and LVM would detach it without a word, whatever it holds
  private static final String WRITE_BACK =
      """
      least= same=0
      while
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --units b --nosuffix --options %2$s -- %1$s) || exit 1
        set -- $said
        %3$s || { echo "the cache does not say what it holds: $said" >&2; exit 1; }
        left=$((%4$s))
        [ "$left" -gt 0 ]
      do
        if [ -z "$least" ]; then
          lvchange --yes %6$s -- %1$s
          least=$((left + 1))
        fi
        if [ "$left" -lt "$least" ]; then least=$left same=0; else same=$((same + 1)); fi
        [ "$same" -lt %7$d ] || { echo "nothing was written back for %7$d s" >&2; exit 1; }
        progress "$((left * %5$s / 1048576)) MiB are still to be written back"
        sleep 1
      done""";
}
