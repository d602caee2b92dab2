package io.cairn.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The file systems that can be got at through arrays and volumes as their metadata are. */
final class Reachable {
  private final List<Content.FileSystem> systems = new ArrayList<>();

  private Reachable() {}

  /** Those on these devices, taken together. */
  static List<Content.FileSystem> on(List<Surface> devices) {
    Reachable found = new Reachable();
    found.walk(devices);
    return found.systems;
  }

  private void walk(List<Surface> devices) {
    List<Content.PhysicalVolume> volumes = new ArrayList<>();
    for (Surface device : devices) {
      collect(device, volumes);
    }
    Map<String, VolumeGroup> newest = new HashMap<>();
    for (Content.PhysicalVolume volume : volumes) {
      volume
          .text()
          .ifPresent(t -> newest.merge(t.uuid(), t, (a, b) -> a.seqno() >= b.seqno() ? a : b));
    }
    List<Surface> next = new ArrayList<>();
    for (VolumeGroup group : newest.values()) {
      for (VolumeGroup.Volume volume : group.volumes()) {
        next.addAll(contents(group, volume, volumes));
      }
    }
    if (!next.isEmpty()) {
      walk(next);
    }
  }

  private void collect(Surface device, List<Content.PhysicalVolume> volumes) {
    switch (device.content()) {
      case Content.FileSystem system -> systems.add(system);
      case Content.RaidMember member when member.isWhole() -> collect(member.data(), volumes);
      case Content.RaidMember _ -> {
        // the others have it
      }
      case Content.PhysicalVolume volume -> volumes.add(volume);
      case Content.Zero _, Content.Noise _, Content.ThinVolumes _ -> {
        // nothing to be found
      }
    }
  }

  private static List<Surface> contents(
      VolumeGroup group, VolumeGroup.Volume volume, List<Content.PhysicalVolume> on) {
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _ -> first(volume, on);
      case VolumeGroup.Role.Thin(var pool)
          when group.part(pool).role() instanceof VolumeGroup.Role.ThinPool(var data, _, _) ->
          first(group.part(data), on).stream()
              .filter(surface -> surface.content() instanceof Content.ThinVolumes)
              .map(
                  surface ->
                      ((Content.ThinVolumes) surface.content())
                          .volumes()
                          .getOrDefault(volume.uuid(), Surface.ZERO))
              .toList();
      case VolumeGroup.Role.Thin _,
          VolumeGroup.Role.ThinPool _,
          VolumeGroup.Role.Cached _,
          VolumeGroup.Role.CachePool _ ->
          List.of();
    };
  }

  private static List<Surface> first(VolumeGroup.Volume volume, List<Content.PhysicalVolume> on) {
    VolumeGroup.Segment segment = volume.segments().getFirst();
    return on.stream()
        .filter(one -> one.uuid().equals(segment.member()))
        .map(one -> one.at(segment))
        .toList();
  }
}
