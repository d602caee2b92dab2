package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.Cache;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What of the cache of a volume of Cairn's cannot be brought to what is declared. */
record CacheRules(
    Layer.LogicalVolume volume,
    GroupLayers layers,
    NodeName node,
    Context context,
    LvmFacts facts) {

  List<Finding> findings(Volume observed) {
    return CacheThere.of(observed, facts).flatMap(this::finding).stream().toList();
  }

  private Optional<Finding> finding(CacheThere there) {
    if (there.shape().isBroken()) {
      return Optional.of(broken(there));
    }
    if (!there.isOurs()) {
      return isAsDeclared(there) ? Optional.empty() : Optional.of(notOurs(there));
    }
    return hasFailed(there.volume()) ? Optional.of(failed(there)) : Optional.empty();
  }

  // where a device is missing, the volume is partial; the cache says what it suffers from itself
  private static boolean hasFailed(Volume cached) {
    return !cached.health().isEmpty() && !cached.health().equals("partial");
  }

  private boolean isAsDeclared(CacheThere there) {
    return volume
        .cache()
        .filter(cache -> cache.kind() == there.shape().kind())
        .filter(cache -> !there.isOtherThan(cache.mode()))
        .isPresent();
  }

  private String wanted() {
    return volume.cache().map(CacheRules::word).orElse("no cache");
  }

  private static String word(Cache cache) {
    return switch (cache.kind()) {
      case DM_CACHE -> "cache " + cache.mode().name().toLowerCase(Locale.ROOT);
      case DM_WRITECACHE -> "writecache";
    };
  }

  private String target() {
    return layers.name() + "/" + volume.name();
  }

  private Finding notOurs(CacheThere there) {
    return Finding.error("LVM-30", "Cache not made by Cairn")
        .at(node + ": " + target())
        .saw(there.inWords() + " in " + there.pool(), wanted())
        .because(
            "Cairn takes away no cache that it did not make.",
            "Declare what is there. To detach it, which writes everything back:\n"
                + "  lvconvert --uncache "
                + target());
  }

  /** What it has not written back can be read nowhere else. */
  private Finding broken(CacheThere there) {
    boolean holdsBack = there.isOtherThan(Cache.Mode.WRITETHROUGH);
    boolean isKnown =
        there.shape().kind() == Cache.Kind.DM_WRITECACHE || there.volume().cache().isPresent();
    return Finding.error("LVM-32", "Device of a cache missing")
        .at(node + ": " + target())
        .saw(there.inWords() + " in " + there.pool() + ", not all of which is there", wanted())
        .because(
            !isKnown
                ? "If it holds writes back, what it has not written back is lost without it."
                : holdsBack
                    ? "It holds writes back: what it has not written back is on no other device."
                    : "All that was written is on the slow device as well: nothing is lost.",
            new LostDevice(layers, node, context, facts).obstacle().isEmpty()
                ? "Have it detached, which needs no --force, and the device taken out of the group:\n"
                    + "  cairn replace "
                    + node
                    + " "
                    + layers.name()
                : "Bring the device back. LVM detaches it without only when forced, and then what"
                    + " is on "
                    + volume.name()
                    + " may be damaged: have a backup first. To see its mode:\n"
                    + "  lvs --options cache_mode,cache_dirty_blocks "
                    + target());
  }

  private Finding failed(CacheThere there) {
    return Finding.error("LVM-33", "Cache has failed")
        .at(node + ": " + target())
        .saw(there.volume().health(), "a cache that says what it has to write back")
        .because(
            "LVM would detach it without writing anything back, and without saying so.",
            "See what the kernel says of it, and repair it (lvmcache(7), lvconvert --repair):\n"
                + "  dmsetup status "
                + LvmPaths.mappedGroup(layers.name())
                + volume.name().text().replace("-", "--"));
  }
}
