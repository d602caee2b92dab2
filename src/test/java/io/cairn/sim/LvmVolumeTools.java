package io.cairn.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What makes, changes and removes logical volumes, in the order of its commits (tools/,
 * lib/metadata).
 */
final class LvmVolumeTools {
  private final Call call;
  private final Server server;
  private final Lvm.Found found;
  private VolumeGroup group;

  private LvmVolumeTools(Call call, Lvm.Found found) {
    this.call = call;
    this.server = call.server();
    this.found = found;
    this.group = found.group();
  }

  static void add(Map<String, Tool> tools) {
    tools.put("lvcreate", LvmVolumeTools::create);
    tools.put("lvremove", call -> onVolume(call, (tool, words, v) -> tool.remove(v)));
    tools.put("lvchange", call -> onVolume(call, LvmVolumeTools::change));
    tools.put("lvextend", call -> onVolume(call, LvmVolumeTools::extend));
    tools.put("lvconvert", call -> onVolume(call, LvmVolumeTools::convert));
  }

  private static Call.Words words(Call call) {
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
        "--cachemode");
  }

  /** What is done with one volume. */
  private interface Work {
    Answer on(LvmVolumeTools tool, Call.Words words, VolumeGroup.Volume volume);
  }

  private static Answer onVolume(Call call, Work work) {
    Call.Words words = words(call);
    String[] target = words.operands().getFirst().split("/", 2);
    Lvm lvm = Lvm.of(call.server());
    Optional<Lvm.Found> found = lvm.group(target[0]);
    Optional<VolumeGroup.Volume> volume = found.flatMap(f -> f.group().volume(target[1]));
    if (volume.isEmpty()) {
      return LvmGroupTools.answer(
          5, List.of(), "Failed to find logical volume \"" + words.operand() + "\"");
    }
    Answer answer = work.on(new LvmVolumeTools(call, found.get()), words, volume.get());
    call.server().publish();
    return withWarnings(answer, lvm.warnings(List.of(found.get())));
  }

  private static Answer withWarnings(Answer answer, List<String> warnings) {
    return answer instanceof Answer.Said(int exit, String out, String err) && !warnings.isEmpty()
        ? new Answer.Said(exit, out, String.join("\n", warnings) + "\n" + err)
        : answer;
  }

  private static Answer refused(String why) {
    return LvmGroupTools.answer(5, List.of(), why);
  }

  private static long bytes(String text) {
    return Long.parseLong(text.replaceFirst("b$", ""));
  }

  private static long extents(long bytes) {
    return Math.ceilDiv(bytes, VolumeGroup.EXTENT);
  }

  private void commit(VolumeGroup changed) {
    group = Lvm.commit(found, changed, call.midway());
    call.midway().run();
  }

  // while the tables of an active volume are changed nothing of it can be used by anybody, and what
  // is cut off there is beyond this imitation
  private void commitAtOnce(VolumeGroup changed) {
    group =
        Lvm.commit(
            found,
            changed,
            () -> {
              // not to be cut off
            });
  }

  private Activation activation() {
    return new Activation(server, found, group);
  }

  private static Answer create(Call call) {
    Call.Words words = words(call);
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
        return refused(
            "Physical Volume \"" + path + "\" not found in Volume Group \"" + name + "\".");
      }
      on.add(seen.get().uuid());
    }
    if (found.get().group().volume(words.value("--name").orElseThrow()).isPresent()) {
      return refused("Logical Volume \"" + words.value("--name").get() + "\" already exists");
    }
    Answer answer = new LvmVolumeTools(call, found.get()).create(words, on);
    call.server().publish();
    return withWarnings(answer, lvm.warnings(List.of(found.get())));
  }

  private Answer create(Call.Words words, List<String> on) {
    return switch (words.value("--type").orElseThrow()) {
      case "linear" -> linear(words, on);
      case "thin-pool", "cache-pool" -> pool(words, on);
      case "thin" -> thin(words);
      default -> throw call.unknown();
    };
  }

  private VolumeGroup.Volume plain(
      String name, Set<String> tags, List<VolumeGroup.Segment> segments) {
    return new VolumeGroup.Volume(
        name,
        LvmGroupTools.uuid(server.world()),
        true,
        tags,
        segments.stream().mapToLong(VolumeGroup.Segment::count).sum() * VolumeGroup.EXTENT,
        segments,
        new VolumeGroup.Role.Linear(),
        Optional.empty());
  }

  private static Set<String> tags(Call.Words words) {
    return words.value("--addtag").map(Set::of).orElse(Set.of());
  }

  private static String name(Call.Words words) {
    return words.value("--name").orElseThrow();
  }

  private Answer tooLittle() {
    return refused(
        "Volume group \"%s\" has insufficient free space (%d extents)"
            .formatted(group.name(), group.free()));
  }

  private Answer linear(Call.Words words, List<String> on) {
    Optional<List<VolumeGroup.Segment>> room =
        group.allocate(Long.parseLong(words.value("--extents").orElseThrow()), on);
    if (room.isEmpty()) {
      return tooLittle();
    }
    VolumeGroup.Volume volume = plain(name(words), tags(words), room.get());
    commit(group.with(volume));
    activation().one(volume);
    server.publish();
    call.midway().run();
    wipe(volume);
    return Answer.line("  Logical volume \"" + volume.name() + "\" created.");
  }

  /** Takes signatures away and zeros the beginning. */
  private void wipe(VolumeGroup.Volume volume) {
    Mapped mapped = server.kernel().mapping(group.mapped(volume.name()));
    if (!mapped.surface().equals(Surface.ZERO)) {
      mapped.put(Surface.of(new Content.Noise("behind a beginning of zeros")));
    }
  }

  private void wipeForAMoment(VolumeGroup.Volume volume) {
    activation().one(volume);
    server.publish();
    call.midway().run();
    wipe(volume);
    Activation.deactivate(server, group, volume);
    server.publish();
  }

  private Answer pool(Call.Words words, List<String> on) {
    boolean thin = words.value("--type").orElseThrow().equals("thin-pool");
    String name = name(words);
    long count = Long.parseLong(words.value("--extents").orElseThrow());
    long metadata = extents(bytes(words.value("--poolmetadatasize").orElseThrow()));
    Optional<List<VolumeGroup.Segment>> all = group.allocate(count + metadata, on);
    if (all.isEmpty()) {
      return tooLittle();
    }
    if (!spare(metadata, on, words.value("--metadataprofile"))) {
      return tooLittle();
    }
    Optional<List<VolumeGroup.Segment>> first = group.allocate(metadata, on);
    if (first.isEmpty()) {
      return tooLittle();
    }
    // as long as its metadata are wiped, the pool is a plain volume of their size
    VolumeGroup.Volume begun =
        plain(name, tags(words), first.get()).with(words.value("--metadataprofile"));
    commit(group.with(begun));
    wipeForAMoment(begun);
    Optional<List<VolumeGroup.Segment>> room = group.allocate(count, on);
    if (room.isEmpty()) {
      commit(group.without(name));
      return tooLittle();
    }
    String data = name + (thin ? "_tdata" : "_cdata");
    String map = name + (thin ? "_tmeta" : "_cmeta");
    long chunk = bytes(words.value("--chunksize").orElse("65536b"));
    VolumeGroup.Role role =
        thin
            ? new VolumeGroup.Role.ThinPool(data, map, chunk)
            : new VolumeGroup.Role.CachePool(data, map, chunk, "writethrough");
    VolumeGroup.Volume dataVolume =
        plain(data, Set.of(), room.get()).inPart().with(words.value("--metadataprofile"));
    VolumeGroup.Volume pool =
        new VolumeGroup.Volume(
            name,
            LvmGroupTools.uuid(server.world()),
            true,
            tags(words),
            dataVolume.size(),
            List.of(),
            role,
            words.value("--metadataprofile"));
    commit(group.changed(name, v -> v.hidden(map)).with(dataVolume).with(pool));
    if (thin) {
      activation().one(pool);
      if (words.value("--monitor").filter("n"::equals).isPresent()) {
        server.kernel().watched.remove(group.name() + "/" + name);
      }
      // the data of an earlier pool in these extents is not mapped by new metadata
      server.kernel().mapping(group.mapped(data)).write(new Content.ThinVolumes(Map.of()));
    }
    return Answer.line("  Logical volume \"" + name + "\" created.");
  }

  /**
   * The spare for repairs, at least that large: made as a plain volume, committed with what
   * follows.
   */
  private boolean spare(long count, List<String> on, Optional<String> profile) {
    Optional<VolumeGroup.Volume> there = group.spare();
    long has = there.map(spare -> spare.size() / VolumeGroup.EXTENT).orElse(0L);
    if (has >= count) {
      return true;
    }
    Optional<List<VolumeGroup.Segment>> room = group.allocate(count - has, on);
    if (room.isEmpty()) {
      return false;
    }
    if (there.isPresent()) {
      List<VolumeGroup.Segment> longer = new ArrayList<>(there.get().segments());
      longer.addAll(room.get());
      group =
          group.changed(
              there.get().name(), v -> v.with(longer).withSize(count * VolumeGroup.EXTENT));
      return true;
    }
    VolumeGroup.Volume made = plain(group.freshName(), Set.of(), room.get()).with(profile);
    commit(group.with(made));
    wipeForAMoment(made);
    group = group.changed(made.name(), v -> v.hidden(made.name() + "_pmspare"));
    return true;
  }

  private Answer thin(Call.Words words) {
    String pool = words.value("--thinpool").orElseThrow();
    if (group.volume(pool).filter(v -> v.role() instanceof VolumeGroup.Role.ThinPool).isEmpty()) {
      return refused("Thin pool " + pool + " not found.");
    }
    VolumeGroup.Volume volume =
        new VolumeGroup.Volume(
            name(words),
            LvmGroupTools.uuid(server.world()),
            true,
            tags(words),
            extents(bytes(words.value("--virtualsize").orElseThrow())) * VolumeGroup.EXTENT,
            List.of(),
            new VolumeGroup.Role.Thin(pool),
            Optional.empty());
    commit(group.with(volume));
    activation().one(volume);
    server.publish();
    commit(group);
    return Answer.line("  Logical volume \"" + volume.name() + "\" created.");
  }

  private Answer remove(VolumeGroup.Volume volume) {
    Set<String> gone = new HashSet<>();
    for (VolumeGroup.Volume one : group.volumes()) {
      boolean over =
          one.role() instanceof VolumeGroup.Role.Thin(var pool) && pool.equals(volume.name());
      if (over || one.equals(volume)) {
        gone.add(one.name());
      }
    }
    for (VolumeGroup.Volume one : group.volumes().reversed()) {
      if (gone.contains(one.name()) && !one.equals(volume)) {
        Optional<String> user = Activation.deactivate(server, group, one);
        if (user.isPresent()) {
          return refused("Logical volume %s/%s in use.".formatted(group.name(), one.name()));
        }
      }
    }
    if (Activation.deactivate(server, group, volume).isPresent()) {
      return refused("Logical volume %s/%s in use.".formatted(group.name(), volume.name()));
    }
    server.publish();
    call.midway().run();
    gone.addAll(parts(volume));
    VolumeGroup left =
        group.withVolumes(group.volumes().stream().filter(v -> !gone.contains(v.name())).toList());
    boolean hasPools =
        left.volumes().stream()
            .anyMatch(
                v ->
                    v.role() instanceof VolumeGroup.Role.ThinPool
                        || v.role() instanceof VolumeGroup.Role.CachePool);
    commit(hasPools || left.spare().isEmpty() ? left : left.without(left.spare().get().name()));
    return Answer.line("  Logical volume \"" + volume.name() + "\" successfully removed.");
  }

  private List<String> parts(VolumeGroup.Volume volume) {
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _, VolumeGroup.Role.Thin _ -> List.of();
      case VolumeGroup.Role.ThinPool(var data, var metadata, _) -> List.of(data, metadata);
      case VolumeGroup.Role.CachePool(var data, var metadata, _, _) -> List.of(data, metadata);
      case VolumeGroup.Role.Cached(var origin, var pool) -> {
        List<String> all = new ArrayList<>(List.of(origin, pool));
        all.addAll(parts(group.part(pool)));
        yield all;
      }
    };
  }

  private Answer change(Call.Words words, VolumeGroup.Volume volume) {
    if (words.has("--monitor")) {
      server.kernel().watched.add(group.name() + "/" + volume.name());
      return Answer.ok();
    }
    if (words.has("--metadataprofile")) {
      commit(group.changed(volume.name(), v -> v.with(words.value("--metadataprofile"))));
      return Answer.ok();
    }
    if (words.value("--activate").filter("n"::equals).isPresent()) {
      return Activation.deactivate(server, group, volume).isPresent()
          ? refused("Logical volume %s/%s in use.".formatted(group.name(), volume.name()))
          : Answer.ok();
    }
    if (words.value("--activate").filter("y"::equals).isPresent()) {
      activation().one(volume);
      return Answer.ok();
    }
    throw call.unknown();
  }

  private Answer extend(Call.Words words, VolumeGroup.Volume volume) {
    List<String> on =
        words.operands().stream()
            .skip(1)
            .map(path -> Lvm.of(server).device(path).orElseThrow(call::unknown).uuid())
            .toList();
    String wanted = words.value("--size", "--poolmetadatasize").orElseThrow();
    long count = extents(bytes(wanted));
    boolean metadata = words.has("--poolmetadatasize");
    if (volume.role() instanceof VolumeGroup.Role.Thin) {
      if (volume.size() >= count * VolumeGroup.EXTENT) {
        return refused("New size given not larger than existing size");
      }
      commitAtOnce(group.changed(volume.name(), v -> v.withSize(count * VolumeGroup.EXTENT)));
    } else {
      String part = metadata ? map(volume) : base(volume);
      VolumeGroup.Volume grown = group.part(part);
      if (grown.size() >= count * VolumeGroup.EXTENT) {
        return refused("New size given not larger than existing size");
      }
      if (metadata && !spare(count, List.of(), volume.profile())) {
        return tooLittle();
      }
      Optional<List<VolumeGroup.Segment>> more =
          group.allocate(count - grown.size() / VolumeGroup.EXTENT, on);
      if (more.isEmpty()) {
        return tooLittle();
      }
      List<VolumeGroup.Segment> segments = new ArrayList<>(grown.segments());
      segments.addAll(more.get());
      VolumeGroup larger =
          group.changed(part, v -> v.with(segments).withSize(count * VolumeGroup.EXTENT));
      commitAtOnce(
          metadata
              ? larger
              : larger.changed(volume.name(), v -> v.withSize(count * VolumeGroup.EXTENT)));
    }
    if (Activation.isActive(server, group, volume)) {
      activation().reload(group.part(volume.name()));
    }
    return Answer.ok();
  }

  private static String base(VolumeGroup.Volume volume) {
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _, VolumeGroup.Role.Thin _ -> volume.name();
      case VolumeGroup.Role.ThinPool(var data, _, _) -> data;
      case VolumeGroup.Role.CachePool(var data, _, _, _) -> data;
      case VolumeGroup.Role.Cached(var origin, _) -> origin;
    };
  }

  private static String map(VolumeGroup.Volume pool) {
    return ((VolumeGroup.Role.ThinPool) pool.role()).metadata();
  }

  private Answer convert(Call.Words words, VolumeGroup.Volume volume) {
    if (!words.value("--type").filter("cache"::equals).isPresent()) {
      throw call.unknown();
    }
    String from = words.value("--cachepool").orElseThrow().replaceFirst("^.*/", "");
    Optional<VolumeGroup.Volume> pool = group.volume(from);
    if (pool.isEmpty() || !(pool.get().role() instanceof VolumeGroup.Role.CachePool cache)) {
      return refused("Cache pool " + from + " not found.");
    }
    if (!(volume.role() instanceof VolumeGroup.Role.Linear)) {
      return refused("Cannot cache " + volume.name() + ".");
    }
    String origin = volume.name() + "_corig";
    String attached = from + "_cpool";
    VolumeGroup changed =
        group
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
                        LvmGroupTools.uuid(server.world()),
                        false,
                        Set.of(),
                        v.size(),
                        v.segments(),
                        v.role(),
                        v.profile()))
            .with(volume.with(List.of()).with(new VolumeGroup.Role.Cached(origin, attached)));
    commitAtOnce(changed);
    activation().reload(group.part(volume.name()));
    return Answer.line(
        "  Logical volume " + group.name() + "/" + volume.name() + " is now cached.");
  }
}
