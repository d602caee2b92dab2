package io.cairn.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the mapped devices of volumes, and takes them away. */
final class Activation {
  private final Server server;
  private final Lvm.Found found;
  private final VolumeGroup group;

  Activation(Server server, Lvm.Found found, VolumeGroup group) {
    this.server = server;
    this.found = found;
    this.group = group;
  }

  /** Activates all that a person sees of the group. */
  void all() {
    group.volumes().stream()
        .filter(VolumeGroup.Volume::visible)
        .filter(volume -> !(volume.role() instanceof VolumeGroup.Role.CachePool))
        .filter(volume -> !isPending(volume))
        .forEach(this::one);
  }

  /** To be deleted: LVM knows it by its name, and never activates it. */
  static boolean isPending(VolumeGroup.Volume volume) {
    return volume.role() instanceof VolumeGroup.Role.Cached && volume.name().contains("_corig");
  }

  /** Activates one volume, with its parts. */
  void one(VolumeGroup.Volume volume) {
    Hardware.loadModule(server, "dm_mod");
    Mapped made = map(volume);
    if (volume.role() instanceof VolumeGroup.Role.ThinPool pool) {
      Hardware.loadModule(server, "dm_thin_pool");
      server.kernel().watched.add(group.name() + "/" + volume.name());
      made =
          add(
              group.mapped(volume.name()),
              volume,
              new Mapped.Table.Over(made, List.of(), group.part(pool.data()).size()));
    }
    Appearance.of(server, made);
  }

  /** The device of a volume; of a pool the inner one. */
  private Mapped map(VolumeGroup.Volume volume) {
    String mapping = group.mapped(volume.name());
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _ ->
          add(mapping, volume, new Mapped.Table.Linear(blocks(volume), volume.segments()));
      case VolumeGroup.Role.Cached(var origin, var pool) -> {
        Hardware.loadModule(server, "dm_cache");
        Hardware.loadModule(server, "dm_cache_smq");
        VolumeGroup.Role.CachePool cache = (VolumeGroup.Role.CachePool) group.part(pool).role();
        yield add(mapping, volume, cached(group.part(origin), cache));
      }
      case VolumeGroup.Role.ThinPool(var data, var metadata, _) ->
          add(
              mapping + "-tpool",
              volume,
              new Mapped.Table.Pool(map(group.part(data)), map(group.part(metadata))));
      case VolumeGroup.Role.Thin(var pool) ->
          add(
              mapping,
              volume,
              new Mapped.Table.Thin(map(group.part(pool)), volume.uuid(), volume.size()));
      case VolumeGroup.Role.CachePool _ ->
          throw new IllegalStateException("a cache pool has no device: " + volume.name());
    };
  }

  private Mapped.Table cached(VolumeGroup.Volume origin, VolumeGroup.Role.CachePool cache) {
    return new Mapped.Table.Cached(
        map(origin),
        map(group.part(cache.data())),
        map(group.part(cache.metadata())),
        cache.holdsBack() ? Mapped.Writes.BACK : Mapped.Writes.THROUGH);
  }

  private Map<String, Block> blocks(VolumeGroup.Volume volume) {
    Map<String, Block> on = new LinkedHashMap<>();
    for (VolumeGroup.Segment segment : volume.segments()) {
      on.put(segment.member(), found.member(segment.member()).block());
    }
    return on;
  }

  private Mapped add(String mapping, VolumeGroup.Volume volume, Mapped.Table table) {
    Mapped there = server.kernel().mapped.get(mapping);
    if (there != null) {
      return there;
    }
    int minor = 0;
    while (isTaken(minor)) {
      minor++;
    }
    Mapped made = new Mapped(mapping, minor, group, volume, table);
    server.kernel().mapped.put(mapping, made);
    return made;
  }

  private boolean isTaken(int minor) {
    return server.kernel().mapped.values().stream().anyMatch(one -> one.minor() == minor);
  }

  /** What is active of a volume gets the tables of the present metadata. */
  void reload(VolumeGroup.Volume volume) {
    Mapped there = server.kernel().mapped.get(group.mapped(volume.name()));
    if (there != null) {
      there.reload(table(volume, there));
    }
  }

  private Mapped.Table table(VolumeGroup.Volume volume, Mapped there) {
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _ -> new Mapped.Table.Linear(blocks(volume), volume.segments());
      case VolumeGroup.Role.Cached(var origin, var pool) -> {
        VolumeGroup.Role.CachePool cache = (VolumeGroup.Role.CachePool) group.part(pool).role();
        reload(group.part(origin));
        yield cached(group.part(origin), cache);
      }
      case VolumeGroup.Role.ThinPool(var data, var metadata, _) -> {
        reload(group.part(data));
        reload(group.part(metadata));
        yield new Mapped.Table.Over(there.lower().getLast(), List.of(), group.part(data).size());
      }
      case VolumeGroup.Role.Thin _ ->
          new Mapped.Table.Thin((Mapped) there.lower().getFirst(), volume.uuid(), volume.size());
      case VolumeGroup.Role.CachePool _ ->
          throw new IllegalStateException("a cache pool has no device: " + volume.name());
    };
  }

  static boolean isActive(Server server, VolumeGroup group, VolumeGroup.Volume volume) {
    return server.kernel().mapped.containsKey(group.mapped(volume.name()));
  }

  /** Takes its device away. Answers by what it is used; empty when it did. */
  static Optional<String> deactivate(Server server, VolumeGroup group, VolumeGroup.Volume volume) {
    Mapped there = server.kernel().mapped.get(group.mapped(volume.name()));
    if (there == null) {
      return Optional.empty();
    }
    List<String> users = server.users(there);
    if (!users.isEmpty()) {
      return Optional.of(users.getFirst());
    }
    remove(server, there);
    server.kernel().watched.remove(group.name() + "/" + volume.name());
    return Optional.empty();
  }

  /** With the parts that nothing else lies on. */
  private static void remove(Server server, Mapped gone) {
    server.kernel().mapped.remove(gone.mapping());
    for (Block lower : new ArrayList<>(gone.lower())) {
      if (lower instanceof Mapped part
          && part.group().equals(gone.group())
          && part.links().isEmpty()
          && server.over(part).isEmpty()) {
        remove(server, part);
      }
    }
  }

  /** Whether something has it open that is not LVM's own. */
  static boolean isOpen(Server server, VolumeGroup group, VolumeGroup.Volume volume) {
    Mapped there = server.kernel().mapped.get(group.mapped(volume.name()));
    return there != null && !server.users(there).isEmpty();
  }
}
