package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes logical volumes, in the order of its commits (lib/metadata/lv_manip.c, pool_manip.c). */
final class LvmVolumeCreation {
  private final LvmWork work;

  private LvmVolumeCreation(LvmWork work) {
    this.work = work;
  }

  static Answer create(Call call) {
    Call.Words words = LvmVolumeTools.words(call);
    String name = words.operands().getFirst();
    Lvm lvm = Lvm.of(call.server());
    Optional<Lvm.Found> found = lvm.group(name);
    if (found.isEmpty()) {
      return LvmGroupTools.notFound(name);
    }
    List<String> on = new ArrayList<>();
    for (String path : words.operands().subList(1, words.operands().size())) {
      Optional<Lvm.Seen> seen = lvm.device(path.replace("\\", ""));
      if (seen.isEmpty()) {
        return LvmWork.refused(
            "Physical Volume \"" + path + "\" not found in Volume Group \"" + name + "\".");
      }
      on.add(seen.get().uuid());
    }
    if (found.get().group().volume(words.value("--name").orElseThrow()).isPresent()) {
      return LvmWork.refused(
          "Logical Volume \"" + words.value("--name").get() + "\" already exists");
    }
    Answer answer = new LvmVolumeCreation(new LvmWork(call, found.get())).create(words, on);
    call.server().publish();
    return LvmWork.withWarnings(answer, lvm.warnings(List.of(found.get())));
  }

  private Answer create(Call.Words words, List<String> on) {
    return switch (words.value("--type").orElseThrow()) {
      case "linear" -> linear(words, on);
      case "thin-pool", "cache-pool" -> pool(words, on);
      case "thin" -> thin(words);
      default -> throw work.call().unknown();
    };
  }

  private static Set<String> tags(Call.Words words) {
    return words.value("--addtag").map(Set::of).orElse(Set.of());
  }

  private static String name(Call.Words words) {
    return words.value("--name").orElseThrow();
  }

  private Answer linear(Call.Words words, List<String> on) {
    Optional<List<VolumeGroup.Segment>> room =
        work.group().allocate(Long.parseLong(words.value("--extents").orElseThrow()), on);
    if (room.isEmpty()) {
      return work.tooLittle();
    }
    VolumeGroup.Volume volume = work.plain(name(words), tags(words), room.get());
    work.commit(work.group().with(volume));
    work.activation().one(volume);
    work.server().publish();
    work.call().midway().run();
    work.wipe(volume);
    return Answer.line("  Logical volume \"" + volume.name() + "\" created.");
  }

  private Answer pool(Call.Words words, List<String> on) {
    boolean thin = words.value("--type").orElseThrow().equals("thin-pool");
    String name = name(words);
    long count = Long.parseLong(words.value("--extents").orElseThrow());
    long metadata = LvmWork.extents(LvmWork.bytes(words.value("--poolmetadatasize").orElseThrow()));
    Optional<List<VolumeGroup.Segment>> all = work.group().allocate(count + metadata, on);
    if (all.isEmpty()) {
      return work.tooLittle();
    }
    if (!work.spare(metadata, on, words.value("--metadataprofile"))) {
      return work.tooLittle();
    }
    Optional<List<VolumeGroup.Segment>> first = work.group().allocate(metadata, on);
    if (first.isEmpty()) {
      return work.tooLittle();
    }
    // as long as its metadata are wiped, the pool is a plain volume of their size
    VolumeGroup.Volume begun =
        work.plain(name, tags(words), first.get()).with(words.value("--metadataprofile"));
    work.commit(work.group().with(begun));
    work.wipeForAMoment(begun);
    Optional<List<VolumeGroup.Segment>> room = work.group().allocate(count, on);
    if (room.isEmpty()) {
      work.commit(work.group().without(name));
      return work.tooLittle();
    }
    String data = name + (thin ? "_tdata" : "_cdata");
    String map = name + (thin ? "_tmeta" : "_cmeta");
    long chunk = LvmWork.bytes(words.value("--chunksize").orElse("65536b"));
    VolumeGroup.Role role =
        thin
            ? new VolumeGroup.Role.ThinPool(data, map, chunk)
            : new VolumeGroup.Role.CachePool(
                data, map, chunk, "writethrough", VolumeGroup.Role.Policy.SMQ);
    VolumeGroup.Volume dataVolume =
        work.plain(data, Set.of(), room.get()).inPart().with(words.value("--metadataprofile"));
    VolumeGroup.Volume pool =
        new VolumeGroup.Volume(
            name,
            LvmGroupTools.uuid(work.server().world()),
            true,
            tags(words),
            dataVolume.size(),
            List.of(),
            role,
            words.value("--metadataprofile"));
    work.commit(work.group().changed(name, v -> v.hidden(map)).with(dataVolume).with(pool));
    if (thin) {
      work.activation().one(pool);
      if (words.value("--monitor").filter("n"::equals).isPresent()) {
        work.server().kernel().watched.remove(work.group().name() + "/" + name);
      }
      // the data of an earlier pool in these extents is not mapped by new metadata
      work.server()
          .kernel()
          .mapping(work.group().mapped(data))
          .write(new Content.ThinVolumes(Map.of()));
    }
    return Answer.line("  Logical volume \"" + name + "\" created.");
  }

  private Answer thin(Call.Words words) {
    String pool = words.value("--thinpool").orElseThrow();
    if (work.group()
        .volume(pool)
        .filter(v -> v.role() instanceof VolumeGroup.Role.ThinPool)
        .isEmpty()) {
      return LvmWork.refused("Thin pool " + pool + " not found.");
    }
    VolumeGroup.Volume volume =
        new VolumeGroup.Volume(
            name(words),
            LvmGroupTools.uuid(work.server().world()),
            true,
            tags(words),
            LvmWork.extents(LvmWork.bytes(words.value("--virtualsize").orElseThrow()))
                * VolumeGroup.EXTENT,
            List.of(),
            new VolumeGroup.Role.Thin(pool),
            Optional.empty());
    work.commit(work.group().with(volume));
    work.activation().one(volume);
    work.server().publish();
    work.commit(work.group());
    return Answer.line("  Logical volume \"" + volume.name() + "\" created.");
  }
}
