package io.cairn.engine.lvm;

import io.cairn.engine.Guard;
import io.cairn.graph.Cache;
import io.cairn.graph.LayerName;
import java.util.Locale;

/** What has to hold on the node before or after the cache of a volume is changed. */
record CacheGuards(LayerName group, LayerName volume) {
  private String ask(String columns, String of) {
    return """
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --options %s -- %s 2>&1) || { echo "$said"; exit 1; }
        case $said in *WARNING*) echo "$said"; exit 1 ;; esac
        set -- $said
        """
        .formatted(columns, group + "/" + of);
  }

  /** The volume is cached in that very pool, which is the one that Cairn made. */
  Guard isCachedIn(CacheThere there) {
    return Guard.that(
        volume + " is cached in " + there.pool(),
        ask("segtype,pool_lv", volume.text())
            + "[ \"$*\" = '"
            + there.volume().type()
            + " ["
            + there.pool()
            + "]' ] || { echo \"it is $*\"; exit 1; }");
  }

  /** Neither the cache nor anything that LVM makes on the way is left. */
  Guard isGone() {
    String cache = LvmCommands.cacheName(volume.text());
    return Guard.that(
        "nothing is left of the cache of " + volume,
        """
        found=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --all --noheadings --options lv_name -- %1$s) || exit 1
        for name in $found; do
          name=${name#[}
          case ${name%%]} in
            %2$s | %2$s_* | %3$s_corig | %3$s_wcorig) echo "there is $name"; exit 1 ;;
          esac
        done"""
            .formatted(group, cache, volume));
  }

  /** The cache has that mode, and nothing in it is still to be written back where none may be. */
  Guard hasMode(Cache.Mode mode) {
    String word = mode.name().toLowerCase(Locale.ROOT);
    return switch (mode) {
      case WRITETHROUGH ->
          Guard.that(
              "the cache of " + volume + " is writethrough, and holds nothing back",
              ask("cache_mode,cache_dirty_blocks", volume.text())
                  + "[ \"$*\" = 'writethrough 0' ] || { echo \"it is $*\"; exit 1; }");
      case WRITEBACK ->
          Guard.that(
              "the cache of " + volume + " is " + word,
              ask("cache_mode", volume.text())
                  + "[ \"$*\" = "
                  + word
                  + " ] || { echo \"it is $*\"; exit 1; }");
    };
  }

  /** It does not only write back. */
  Guard isAtWork(Cache.Kind kind) {
    return Guard.that(
        "the cache of " + volume + " is at work",
        ask(kind == Cache.Kind.DM_CACHE ? "kernel_cache_policy" : "cache_settings", volume.text())
            + "case $* in *cleaner*) echo \"it is $*\"; exit 1 ;; esac");
  }

  /** An lvconvert was cut off after the volume had lost its cache, and before this was removed. */
  Guard isLeft(Volume left) {
    return Guard.that(
        left.name() + " is left of a cache that " + volume + " has lost",
        ask("lv_uuid,segtype,pool_lv", left.name())
            + "[ \"$*\" = '"
            + left.uuid()
            + " cache ["
            + left.pool().orElseThrow()
            + "]' ] || { echo \"it is $*\"; exit 1; }");
  }
}
