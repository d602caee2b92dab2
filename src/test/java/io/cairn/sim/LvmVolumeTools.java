package io.cairn.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What changes and removes logical volumes, in the order of its commits (tools/, lib/metadata). */
final class LvmVolumeTools {
  private final LvmWork work;

  private LvmVolumeTools(LvmWork work) {
    this.work = work;
  }

  static void add(Map<String, Tool> tools) {
    tools.put("lvcreate", LvmVolumeCreation::create);
    tools.put(
        "lvremove", call -> onVolume(call, (work, words, v) -> new LvmVolumeTools(work).remove(v)));
    tools.put(
        "lvchange",
        call -> onVolume(call, (work, words, v) -> new LvmVolumeTools(work).change(words, v)));
    tools.put(
        "lvextend",
        call -> onVolume(call, (work, words, v) -> new LvmVolumeTools(work).extend(words, v)));
    tools.put(
        "lvreduce",
        call ->
            call.arguments().contains("--help")
                ? Answer.line("  lvreduce - Reduce the size of a logical volume")
                : onVolume(call, (work, words, v) -> new LvmVolumeTools(work).reduce(words, v)));
    tools.put(
        "lvconvert",
        call -> onVolume(call, (work, words, v) -> new LvmCacheTools(work).convert(words, v)));
    tools.put("dmsetup", LvmVolumeTools::mapperStatus);
  }

  /** Of a thin volume: how many sectors are mapped, and the last of them. */
  private static Answer mapperStatus(Call call) {
    Optional<Block> block = call.server().block(call.words().operand());
    if (!call.words().operands().getFirst().equals("status")
        || block.filter(Mapped.class::isInstance).map(b -> ((Mapped) b).table()).isEmpty()
        || !(((Mapped) block.get()).table() instanceof Mapped.Table.Thin(_, _, var size))) {
      throw call.unknown();
    }
    long sectors = size / 512;
    boolean untouched = block.get().surface().equals(Surface.ZERO);
    return Answer.line(
        "0 %d thin %s".formatted(sectors, untouched ? "0 -" : sectors + " " + (sectors - 1)));
  }

  static Call.Words words(Call call) {
    return call.words(
        "--type",
        "--name",
        "--extents",
        "--wipesignatures",
        "--zero",
        "--addtag",
        "--poolmetadatasize",
        "--poolmetadataspare",
        "--chunksize",
        "--metadataprofile",
        "--monitor",
        "--virtualsize",
        "--thinpool",
        "--size",
        "--activate",
        "--cachepool",
        "--cachemode",
        "--cachepolicy");
  }

  /** What is done with one volume. */
  private interface Work {
    Answer on(LvmWork work, Call.Words words, VolumeGroup.Volume volume);
  }

  /** {@code GROUP/VOLUME}, also where it is given as the path of its device. */
  private static String named(String given, Lvm lvm) {
    for (Lvm.Found found : lvm.groups()) {
      for (VolumeGroup.Volume volume : found.group().volumes()) {
        if (given.equals("/dev/mapper/" + found.group().mapped(volume.name()))) {
          return found.group().name() + "/" + volume.name();
        }
      }
    }
    return given.replaceFirst("^/dev/", "");
  }

  private static Answer onVolume(Call call, Work what) {
    Call.Words words = words(call);
    Lvm lvm = Lvm.of(call.server());
    String[] target = named(words.operands().getFirst(), lvm).split("/", 2);
    Optional<Lvm.Found> found = lvm.group(target[0]);
    Optional<VolumeGroup.Volume> volume = found.flatMap(f -> f.group().volume(target[1]));
    if (volume.isEmpty()) {
      return LvmGroupTools.answer(
          5, List.of(), "Failed to find logical volume \"" + words.operand() + "\"");
    }
    Answer answer = what.on(new LvmWork(call, found.get()), words, volume.get());
    call.server().publish();
    return LvmWork.withWarnings(answer, lvm.warnings(List.of(found.get())));
  }

  private Answer remove(VolumeGroup.Volume volume) {
    Set<String> gone = new HashSet<>();
    for (VolumeGroup.Volume one : work.group().volumes()) {
      boolean over =
          one.role() instanceof VolumeGroup.Role.Thin(var pool) && pool.equals(volume.name());
      if (over || one.equals(volume)) {
        gone.add(one.name());
      }
    }
    for (VolumeGroup.Volume one : work.group().volumes().reversed()) {
      if (gone.contains(one.name()) && !one.equals(volume)) {
        Optional<String> user = Activation.deactivate(work.server(), work.group(), one);
        if (user.isPresent()) {
          return LvmWork.refused(
              "Logical volume %s/%s in use.".formatted(work.group().name(), one.name()));
        }
      }
    }
    if (Activation.deactivate(work.server(), work.group(), volume).isPresent()) {
      return LvmWork.refused(
          "Logical volume %s/%s in use.".formatted(work.group().name(), volume.name()));
    }
    work.server().publish();
    work.call().midway().run();
    gone.addAll(parts(volume));
    VolumeGroup left =
        work.group()
            .withVolumes(
                work.group().volumes().stream().filter(v -> !gone.contains(v.name())).toList());
    work.commit(left.withoutUselessSpare());
    return Answer.line("  Logical volume \"" + volume.name() + "\" successfully removed.");
  }

  private List<String> parts(VolumeGroup.Volume volume) {
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _, VolumeGroup.Role.Thin _ -> List.of();
      case VolumeGroup.Role.ThinPool(var data, var metadata, _) -> List.of(data, metadata);
      case VolumeGroup.Role.CachePool(var data, var metadata, _, _, _) -> List.of(data, metadata);
      case VolumeGroup.Role.Cached(var origin, var pool) -> {
        List<String> all = new ArrayList<>(List.of(origin, pool));
        all.addAll(parts(work.group().part(pool)));
        yield all;
      }
    };
  }

  private Answer change(Call.Words words, VolumeGroup.Volume volume) {
    if (words.has("--cachemode", "--cachepolicy")) {
      return new LvmCacheTools(work).change(words, volume);
    }
    if (words.has("--monitor")) {
      work.server().kernel().watched.add(work.group().name() + "/" + volume.name());
      return Answer.ok();
    }
    if (words.has("--metadataprofile")) {
      work.commit(
          work.group().changed(volume.name(), v -> v.with(words.value("--metadataprofile"))));
      return Answer.ok();
    }
    if (words.value("--activate").filter("n"::equals).isPresent()) {
      return Activation.deactivate(work.server(), work.group(), volume).isPresent()
          ? LvmWork.refused(
              "Logical volume %s/%s in use.".formatted(work.group().name(), volume.name()))
          : Answer.ok();
    }
    if (words.value("--activate").filter("y"::equals).isPresent()) {
      work.activation().one(volume);
      return Answer.ok();
    }
    throw work.call().unknown();
  }

  private Answer extend(Call.Words words, VolumeGroup.Volume volume) {
    List<String> on =
        words.operands().stream()
            .skip(1)
            .map(
                path ->
                    Lvm.of(work.server())
                        .device(path.replace("\\", ""))
                        .orElseThrow(work.call()::unknown)
                        .uuid())
            .toList();
    String wanted = words.value("--size", "--poolmetadatasize").orElseThrow();
    long count = LvmWork.extents(LvmWork.bytes(wanted));
    boolean metadata = words.has("--poolmetadatasize");
    if (volume.role() instanceof VolumeGroup.Role.Thin) {
      if (volume.size() >= count * VolumeGroup.EXTENT) {
        return LvmWork.refused("New size given not larger than existing size");
      }
      work.commitAtOnce(
          work.group().changed(volume.name(), v -> v.withSize(count * VolumeGroup.EXTENT)));
    } else {
      String part = metadata ? map(volume) : base(volume);
      VolumeGroup.Volume grown = work.group().part(part);
      if (grown.size() >= count * VolumeGroup.EXTENT) {
        return LvmWork.refused("New size given not larger than existing size");
      }
      if (metadata && !work.spare(count, List.of(), volume.profile())) {
        return work.tooLittle();
      }
      Optional<List<VolumeGroup.Segment>> more =
          work.group().allocate(count - grown.size() / VolumeGroup.EXTENT, on);
      if (more.isEmpty()) {
        return work.tooLittle();
      }
      List<VolumeGroup.Segment> segments = new ArrayList<>(grown.segments());
      segments.addAll(more.get());
      VolumeGroup larger =
          work.group().changed(part, v -> v.with(segments).withSize(count * VolumeGroup.EXTENT));
      work.commitAtOnce(
          metadata
              ? larger
              : larger.changed(volume.name(), v -> v.withSize(count * VolumeGroup.EXTENT)));
    }
    if (Activation.isActive(work.server(), work.group(), volume)) {
      work.activation().reload(work.group().part(volume.name()));
    }
    return Answer.ok();
  }

  /** What lies behind the new end is given back to the group. */
  private Answer reduce(Call.Words words, VolumeGroup.Volume volume) {
    long count = LvmWork.extents(LvmWork.bytes(words.value("--size").orElseThrow()));
    long bytes = count * VolumeGroup.EXTENT;
    if (!words.has("--force") || volume.size() <= bytes) {
      throw work.call().unknown();
    }
    VolumeGroup smaller = work.group().changed(volume.name(), v -> v.withSize(bytes));
    if (!(volume.role() instanceof VolumeGroup.Role.Thin)) {
      String base = base(volume);
      smaller =
          smaller.changed(
              base, v -> v.with(VolumeGroup.Segment.first(v.segments(), count)).withSize(bytes));
    }
    work.commitAtOnce(smaller);
    if (Activation.isActive(work.server(), work.group(), volume)) {
      work.activation().reload(work.group().part(volume.name()));
    }
    return Answer.ok();
  }

  private static String base(VolumeGroup.Volume volume) {
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _, VolumeGroup.Role.Thin _ -> volume.name();
      case VolumeGroup.Role.ThinPool(var data, _, _) -> data;
      case VolumeGroup.Role.CachePool(var data, _, _, _, _) -> data;
      case VolumeGroup.Role.Cached(var origin, _) -> origin;
    };
  }

  private static String map(VolumeGroup.Volume pool) {
    return ((VolumeGroup.Role.ThinPool) pool.role()).metadata();
  }
}
