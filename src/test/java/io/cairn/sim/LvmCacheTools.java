package io.cairn.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts a cache in front of a volume (tools/lvconvert.c). */
final class LvmCacheTools {
  private final LvmWork work;

  LvmCacheTools(LvmWork work) {
    this.work = work;
  }

  Answer convert(Call.Words words, VolumeGroup.Volume volume) {
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
                                words.value("--cachemode").orElse(cache.mode()))))
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
}
