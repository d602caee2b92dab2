package io.cairn.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a cache in front of a volume, changes it and takes it away (tools/lvconvert.c,
 * tools/lvchange.c, lib/metadata/cache_manip.c).
 */
final class LvmCacheTools {
  private final LvmWork work;

  LvmCacheTools(LvmWork work) {
    this.work = work;
  }

  Answer convert(Call.Words words, VolumeGroup.Volume volume) {
    if (words.has("--uncache")) {
      return detach(volume);
    }
    if (!words.value("--type").filter("cache"::equals).isPresent()) {
      throw work.call().unknown();
    }
    String from = words.value("--cachepool").orElseThrow().replaceFirst("^.*/", "");
    Optional<VolumeGroup.Volume> pool = work.group().volume(from);
    if (pool.isEmpty() || !(pool.get().role() instanceof VolumeGroup.Role.CachePool cache)) {
      return LvmWork.refused("Cache pool " + from + " not found.");
    }
    if (!(volume.role() instanceof VolumeGroup.Role.Linear)) {
      return LvmWork.refused("Cannot cache " + volume.name() + ".");
    }
    String origin = volume.name() + "_corig";
    String attached = from + "_cpool";
    VolumeGroup changed =
        work.group()
            .changed(cache.data(), v -> v.named(attached + "_cdata"))
            .changed(cache.metadata(), v -> v.named(attached + "_cmeta"))
            .changed(
                from,
                v ->
                    v.named(attached)
                        .inPart()
                        .with(
                            new VolumeGroup.Role.CachePool(
                                attached + "_cdata",
                                attached + "_cmeta",
                                cache.chunk(),
                                words.value("--cachemode").orElse(cache.mode()),
                                cache.policy())))
            .changed(
                volume.name(),
                v ->
                    new VolumeGroup.Volume(
                        origin,
                        LvmGroupTools.uuid(work.server().world()),
                        false,
                        Set.of(),
                        v.size(),
                        v.segments(),
                        v.role(),
                        v.profile()))
            .with(volume.with(List.of()).with(new VolumeGroup.Role.Cached(origin, attached)));
    work.commitAtOnce(changed);
    work.activation().reload(work.group().part(volume.name()));
    return Answer.line(
        "  Logical volume " + work.group().name() + "/" + volume.name() + " is now cached.");
  }

  private VolumeGroup.Role.CachePool cache(VolumeGroup.Role.Cached cached) {
    return (VolumeGroup.Role.CachePool) work.group().part(cached.pool()).role();
  }

  /** The table of the volume; empty where it is not active. */
  private Optional<Mapped.Table.Cached> table(VolumeGroup.Volume volume) {
    return table(work.server(), work.group(), volume);
  }

  private static Optional<Mapped.Table.Cached> table(
      Server server, VolumeGroup group, VolumeGroup.Volume volume) {
    return Optional.ofNullable(server.kernel().mapped.get(group.mapped(volume.name())))
        .flatMap(
            mapped ->
                mapped.table() instanceof Mapped.Table.Cached cached
                    ? Optional.of(cached)
                    : Optional.empty());
  }

  /** How many blocks of the volume's cache are to be written back; empty where nobody counts. */
  static Optional<Long> dirty(Server server, VolumeGroup group, VolumeGroup.Volume volume) {
    return table(server, group, volume).map(Mapped.Table.Cached::dirty);
  }

  /** What the kernel has written back since somebody looked last. */
  static void writeBack(Server server, VolumeGroup group) {
    for (VolumeGroup.Volume volume : group.volumes()) {
      if (volume.role() instanceof VolumeGroup.Role.Cached(_, var pool)
          && group.part(pool).role() instanceof VolumeGroup.Role.CachePool cache
          && cache.policy() != VolumeGroup.Role.Policy.SMQ) {
        table(server, group, volume).ifPresent(Mapped.Table.Cached::clean);
      }
    }
  }

  /** Another mode only once nothing is to be written back; both in one commit. */
  Answer change(Call.Words words, VolumeGroup.Volume volume) {
    if (!(volume.role() instanceof VolumeGroup.Role.Cached cached)) {
      return LvmWork.refused("Operation not permitted on LV " + volume.name() + ".");
    }
    VolumeGroup.Role.CachePool wanted = cache(cached);
    Optional<String> mode = words.value("--cachemode").filter(m -> !m.equals(cache(cached).mode()));
    if (mode.isPresent()) {
      waitUntilClean(volume, cached);
      wanted = wanted.withMode(mode.get());
      if (cache(cached).policy() == VolumeGroup.Role.Policy.MARKED) {
        wanted = wanted.with(VolumeGroup.Role.Policy.SMQ);
      }
    }
    if (words.value("--cachepolicy").filter("cleaner"::equals).isPresent()) {
      wanted = wanted.with(VolumeGroup.Role.Policy.CLEANER);
    } else if (words.has("--cachepolicy") && wanted.policy() == VolumeGroup.Role.Policy.CLEANER) {
      wanted = wanted.with(VolumeGroup.Role.Policy.SMQ);
    }
    reload(volume, cached, wanted);
    return Answer.line(
        "  Logical volume " + work.group().name() + "/" + volume.name() + " changed.");
  }

  private void reload(
      VolumeGroup.Volume volume,
      VolumeGroup.Role.Cached cached,
      VolumeGroup.Role.CachePool changed) {
    work.commitAtOnce(work.group().changed(cached.pool(), v -> v.with(changed)));
    if (Activation.isActive(work.server(), work.group(), volume)) {
      work.activation().reload(work.group().part(volume.name()));
    }
  }

  /** Has it only write back, until nothing is left. The mark of that goes with the next commit. */
  private void waitUntilClean(VolumeGroup.Volume volume, VolumeGroup.Role.Cached cached) {
    boolean isClean = table(volume).map(table -> table.dirty() == 0).orElse(true);
    VolumeGroup.Role.CachePool cache = cache(cached);
    if (isClean && !cache.holdsBack()) {
      return;
    }
    if (cache.policy() == VolumeGroup.Role.Policy.SMQ) {
      reload(volume, cached, cache.with(VolumeGroup.Role.Policy.MARKED));
      work.call().midway().run();
    }
    while (table(volume).map(table -> table.dirty() > 0).orElse(false)) {
      table(volume).orElseThrow().clean();
      work.call().midway().run();
    }
  }

  private Answer detach(VolumeGroup.Volume volume) {
    if (!(volume.role() instanceof VolumeGroup.Role.Cached cached)) {
      return LvmWork.refused("Cannot find LV with cache from " + volume.name() + ".");
    }
    String origin = cached.origin();
    if (Activation.isPending(volume)) {
      remove(volume.name(), cached);
      return Answer.line("  Logical volume " + volume.name() + " is not cached.");
    }
    boolean isActive = Activation.isActive(work.server(), work.group(), volume);
    if (!isActive && cache(cached).mode().equals("writeback")) {
      throw work.call().unknown();
    }
    waitUntilClean(volume, cached);
    VolumeGroup before = work.group();
    // both change places: what was below is deleted over what was above
    VolumeGroup halfway =
        before
            .changed(
                origin,
                v ->
                    new VolumeGroup.Volume(
                        origin,
                        v.uuid(),
                        true,
                        Set.of(),
                        v.size(),
                        List.of(),
                        new VolumeGroup.Role.Cached(volume.name(), cached.pool()),
                        v.profile()))
            .changed(
                volume.name(),
                v -> v.with(before.part(origin).segments()).with(new VolumeGroup.Role.Linear()));
    if (isActive) {
      work.commitAtOnce(halfway);
      work.activation().reload(work.group().part(volume.name()));
      VolumeGroup.Role.CachePool cache = cache(cached);
      for (String gone : List.of(origin, cache.data(), cache.metadata())) {
        Activation.deactivate(work.server(), before, before.part(gone));
      }
      work.server().publish();
      work.call().midway().run();
      remove(origin, cached);
    } else {
      work.commit(withoutCache(halfway, origin, cached));
    }
    return Answer.line("  Logical volume " + volume.name() + " is not cached.");
  }

  private void remove(String origin, VolumeGroup.Role.Cached cached) {
    work.commit(withoutCache(work.group(), origin, cached));
  }

  private static VolumeGroup withoutCache(
      VolumeGroup group, String origin, VolumeGroup.Role.Cached cached) {
    VolumeGroup.Role.CachePool cache =
        (VolumeGroup.Role.CachePool) group.part(cached.pool()).role();
    return group
        .without(origin)
        .without(cached.pool())
        .without(cache.data())
        .without(cache.metadata())
        .withoutUselessSpare();
  }
}
