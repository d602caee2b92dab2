package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Cache;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision.Part;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * From the cache that a volume has to the one that is declared, while the volume is in use. Where
 * it lies and how large it is cannot be changed in place: it is detached, and attached anew.
 */
record CachePlanner(
    Layer.LogicalVolume volume,
    GroupLayers layers,
    NodeName node,
    Context context,
    LvmFacts facts) {

  /** No cache that shall go has room of the group any more. */
  static Condition freed(LayerName group, NodeName node) {
    return new Condition(group + " freed of caches on " + node);
  }

  private Condition isDetached() {
    return new Condition(volume.name() + " without its old cache on " + node);
  }

  /** What is made, changed and taken away. */
  List<Step> steps(Part part) {
    List<Step> steps = new ArrayList<>();
    if (isNotOurs()) {
      return steps;
    }
    Optional<CacheThere> there = there().filter(CacheThere::isOurs);
    List<String> differences =
        there.map(cache -> differences(cache.shape(), part)).orElse(List.of());
    loose(part).ifPresent(steps::add);
    if (detaches(part)) {
      steps.add(detach(there.orElseThrow(), String.join("; ", differences)));
    } else if (there.isPresent()) {
      change(there.get()).ifPresent(steps::add);
    }
    if (volume.cache().isPresent() && (isPlain() || detaches(part))) {
      steps.add(attach(volume.cache().get(), part));
    }
    return steps;
  }

  private Optional<Volume> observed() {
    return facts.volume(layers.name(), volume.name().text());
  }

  // what stands there under its name is somebody else's, and the rules say so
  private boolean isNotOurs() {
    return observed()
        .filter(there -> !there.tags().contains(LvmCommands.tag(context.cluster().name())))
        .isPresent();
  }

  private boolean isPlain() {
    return observed().map(Volume::type).orElse("linear").equals("linear");
  }

  private Optional<CacheThere> there() {
    return observed().flatMap(there -> CacheThere.of(there, facts));
  }

  /** Whether the volume has a cache, and loses that one. */
  boolean detaches(Part part) {
    return there()
        .filter(CacheThere::isOurs)
        .filter(cache -> !cache.shape().isBroken())
        .filter(cache -> !differences(cache.shape(), part).isEmpty())
        .isPresent();
  }

  private List<String> differences(CacheShape shape, Part part) {
    return volume
        .cache()
        .map(cache -> shape.unlike(cache, part.cache(), place(cache), facts.node()))
        .map(all -> all.stream().map(what -> "the file declares " + what).toList())
        .orElse(List.of("the file declares no cache"));
  }

  private List<DevicePath> place(Cache cache) {
    return Room.place(Optional.of(cache.on()), node, context);
  }

  private LvmGuards guards() {
    return GroupPlanner.guards(layers, context);
  }

  private CacheGuards cacheGuards() {
    return new CacheGuards(layers.name(), volume.name());
  }

  private CacheCommands commands() {
    return new CacheCommands(layers.name(), volume.name());
  }

  private Step.Builder step(String verb) {
    return Step.layer(volume.name(), verb, node)
        .guard(guards().isOurs())
        .needs(
            Condition.ready(layers.name(), node),
            Condition.active(layers.name(), node),
            GroupPlanner.prepared(layers.name(), node),
            GroupMending.mended(layers.name(), node),
            ViewPlanner.set(node));
  }

  private Step detach(CacheThere there, String why) {
    Volume cached = there.volume();
    return step("uncache")
        .says(
            "Detach its cache of " + there.shape().size() + ", once all in it is written back",
            why + "; " + toWriteBack(there))
        .mark(Mark.CHANGE)
        .guard(guards().isOurs(cached.name(), cached.type()))
        .guard(cacheGuards().isCachedIn(there))
        .runs(commands().detach(there.shape().kind()))
        .runs(LvmCommands.SETTLE)
        .check(guards().isMade(cached.name(), "linear", cached.size()))
        .check(cacheGuards().isGone())
        .provides(isDetached(), freed(layers.name(), node))
        .build();
  }

  private static String toWriteBack(CacheThere there) {
    return there
        .dirty()
        .map(
            dirty ->
                dirty.equals(new Size(0))
                    ? "nothing in it is to be written back now"
                    : dirty + " in it are to be written back now")
        .orElse("how much is to be written back is not known");
  }

  /** Another mode, or an end of writing back only. */
  private Optional<Step> change(CacheThere there) {
    if (volume.cache().isEmpty() || there.shape().isBroken()) {
      return Optional.empty();
    }
    Cache cache = volume.cache().get();
    String word = cache.mode().name().toLowerCase(Locale.ROOT);
    Step.Builder step =
        step("recache")
            .mark(Mark.CHANGE)
            .guard(guards().isOurs(volume.name().text(), there.volume().type()))
            .guard(cacheGuards().isCachedIn(there));
    if (there.isOtherThan(cache.mode())) {
      return Optional.of(
          step.says(
                  "Change the mode of its cache to " + word,
                  "it is a " + there.inWords() + "; " + toWriteBack(there))
              .runs(commands().change(cache.mode()))
              .check(cacheGuards().hasMode(cache.mode()))
              .check(cacheGuards().isAtWork(cache.kind()))
              .build());
    }
    return there.isCleaning()
        ? Optional.of(
            step.says(
                    "Have its cache work again",
                    "it only writes back, for a change was interrupted")
                .runs(commands().resume(cache.kind(), cache.mode()))
                .check(cacheGuards().isAtWork(cache.kind()))
                .build())
        : Optional.empty();
  }

  private Optional<CacheShape> unattached() {
    String name = LvmCommands.cacheName(volume);
    return facts
        .volume(layers.name(), name)
        .map(
            loose ->
                CacheShape.of(
                    loose.type().equals("cache-pool")
                        ? Cache.Kind.DM_CACHE
                        : Cache.Kind.DM_WRITECACHE,
                    loose.group(),
                    name,
                    facts));
  }

  /** What was made and not attached, or detached and not removed, and is of no use as it is. */
  private Optional<Step> loose(Part part) {
    String name = LvmCommands.cacheName(volume);
    return unattached()
        .filter(shape -> !differences(shape, part).isEmpty() || there().isPresent())
        .map(
            shape ->
                step("tidy")
                    .says(
                        "Remove " + name + ", a cache of nothing",
                        "making or detaching it was interrupted")
                    .mark(Mark.CHANGE)
                    .effect(Effect.DESTRUCTIVE)
                    .guard(guards().isOurs(name, poolType(shape.kind())))
                    .guard(guards().isClosed(name))
                    .runs(LvmCommands.removeVolume(layers.name(), name))
                    .check(guards().hasNo(name))
                    .provides(isDetached(), freed(layers.name(), node))
                    .build());
  }

  private static String poolType(Cache.Kind kind) {
    return switch (kind) {
      case DM_CACHE -> "cache-pool";
      case DM_WRITECACHE -> "linear";
    };
  }

  private Step attach(Cache cache, Part part) {
    String name = LvmCommands.cacheName(volume);
    List<DevicePath> on = place(cache);
    List<Command> commands = new ArrayList<>();
    Step.Builder step =
        step("cache")
            .says(
                "Cache it in "
                    + part.cache()
                    + (part.cacheMetadata().equals(Extents.NONE)
                        ? ""
                        : " and metadata of " + part.cacheMetadata())
                    + VolumePlanner.where(on)
                    + ", "
                    + cache.mode().name().toLowerCase(Locale.ROOT),
                there().isEmpty() ? "it has no cache" : "its old cache is detached")
            .effect(Effect.DESTRUCTIVE)
            .provides(Condition.ready(volume.name(), node), Condition.active(volume.name(), node));
    if (unattached().filter(shape -> differences(shape, part).isEmpty()).isPresent()) {
      step.guard(guards().isOurs(name, poolType(cache.kind()))).guard(guards().isClosed(name));
    } else {
      step.guard(guards().hasNo(name));
      Command create =
          LvmCommands.createCache(
              layers.name(), volume, LvmCommands.tag(context.cluster().name()), part, on);
      commands.addAll(
          cache.kind() == Cache.Kind.DM_WRITECACHE
              ? List.of(create)
              : new Making(layers.name()).around(name, create));
    }
    commands.addAll(LvmCommands.attachCache(layers.name(), volume, cache));
    return step.guard(guards().isOurs(volume.name().text(), "linear"))
        .runs(commands)
        .check(
            guards()
                .isOurs(
                    volume.name().text(),
                    cache.kind() == Cache.Kind.DM_CACHE ? "cache" : "writecache"))
        .needs(VolumePlanner.created(volume.name(), node), isDetached())
        // the volume grows before: only a plain one is as simple as that
        .needs(freed(layers.name(), node), Condition.grown(volume.name(), node))
        .build();
  }
}
