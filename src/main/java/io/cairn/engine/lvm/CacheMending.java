package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.Optional;

/**
 * What is left where LVM was cut off while it detached a cache that holds nothing any more.
 *
 * <p>It does so in two commits (lib/metadata/cache_manip.c, {@code lv_cache_remove}). After the
 * first the volume is a plain one again, and what had been below it has changed places with it: a
 * visible {@code cachedlv_corig} of the type cache, over the volume and with the pool. Nothing uses
 * it, LVM never activates it, and takes a volume of that type and ending for one that is to be
 * deleted ({@code LV_PENDING_DELETE}). The second removes it and the pool. A writecache leaves
 * {@code cachedlv_wcorig} without any data, and the volume that was the cache.
 */
record CacheMending(
    Layer.LogicalVolume volume,
    GroupLayers layers,
    NodeName node,
    Context context,
    LvmFacts facts) {

  /** Empty where nothing is left. */
  Optional<Step.Builder> step() {
    Optional<Volume> plain =
        named(volume.name().text())
            .filter(v -> v.tags().contains(LvmCommands.tag(context.cluster().name())))
            .filter(v -> CacheThere.of(v, facts).isEmpty());
    return plain.flatMap(_ -> corig().or(this::wcorig));
  }

  private Optional<Volume> named(String name) {
    return facts.volume(layers.name(), name);
  }

  private Step.Builder finish(String left) {
    LvmGuards guards = GroupPlanner.guards(layers, context);
    return Step.layer(volume.name(), "finish", node)
        .says("Remove " + left + ", which is left of its cache", "detaching it was interrupted")
        .mark(Mark.CHANGE)
        .effect(Effect.DESTRUCTIVE)
        .guard(guards.isOurs())
        .check(guards.isOurs(volume.name().text(), "linear"))
        .check(new CacheGuards(layers.name(), volume.name()).isGone());
  }

  private Optional<Step.Builder> corig() {
    String cache = LvmCommands.cacheName(volume) + "_cpool";
    return named(volume.name() + "_corig")
        .filter(left -> left.type().equals("cache") && left.pool().equals(Optional.of(cache)))
        .map(
            left ->
                finish(left.name() + " with " + cache)
                    .guard(new CacheGuards(layers.name(), volume.name()).isLeft(left))
                    .runs(CacheCommands.finish(layers.name(), left.name())));
  }

  private Optional<Step.Builder> wcorig() {
    String cache = LvmCommands.cacheName(volume) + "_cvol";
    return named(volume.name() + "_wcorig")
        .filter(left -> left.type().equals("error"))
        .map(
            left -> {
              LvmGuards guards = GroupPlanner.guards(layers, context);
              Step.Builder step =
                  finish(left.name() + " with " + cache)
                      .guard(guards.isClosed(left.name()))
                      .runs(LvmCommands.removeVolume(layers.name(), left.name()));
              named(cache)
                  .ifPresent(
                      _ ->
                          step.guard(guards.isOurs(cache, "linear"))
                              .guard(guards.isClosed(cache))
                              .runs(LvmCommands.removeVolume(layers.name(), cache)));
              return step;
            });
  }
}
