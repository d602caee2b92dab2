package io.cairn.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What LVM of a server finds on the devices that it looks at, as one command finds it. */
final class Lvm {
  private final Server server;
  private final List<Seen> devices = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * A device that passes the filter.
   *
   * @param name by which LVM tells it
   */
  record Seen(Block block, String name) {
    Optional<Content.PhysicalVolume> volume() {
      return block.content() instanceof Content.PhysicalVolume volume
          ? Optional.of(volume)
          : Optional.empty();
    }

    String uuid() {
      return volume().orElseThrow().uuid();
    }
  }

  /**
   * A group by its newest metadata.
   *
   * @param members the physical volumes that are there, by UUID
   */
  record Found(VolumeGroup group, Map<String, Seen> members) {
    boolean isComplete() {
      return members
          .keySet()
          .containsAll(group.members().stream().map(VolumeGroup.Member::uuid).toList());
    }

    /** One that has to be there. */
    Seen member(String uuid) {
      return Optional.ofNullable(members.get(uuid))
          .orElseThrow(() -> new IllegalStateException(group.name() + " lacks " + uuid));
    }

    /** Those that carry metadata of the group. */
    List<Seen> carriers() {
      return group.members().stream()
          .flatMap(member -> Optional.ofNullable(members.get(member.uuid())).stream())
          .filter(seen -> seen.volume().orElseThrow().text().isPresent())
          .toList();
    }
  }

  private Lvm(Server server) {
    this.server = server;
  }

  static Lvm of(Server server) {
    Lvm lvm = new Lvm(server);
    lvm.scan(LvmSettings.of(server.machine()));
    return lvm;
  }

  private void scan(LvmSettings settings) {
    List<Seen> candidates = new ArrayList<>();
    for (Block block : server.blocks()) {
      Optional<String> name = settings.name(block);
      boolean looksAt = settings.scansVolumes() || !(block instanceof Mapped);
      // what does not open, as a secondary of DRBD, is passed over without a word: LVM 2.03.16 asks
      // for its size first, and tells a failure of that only with -vvvv (dev-io.c, filter-usable.c)
      if (name.isPresent() && looksAt && !isPart(block) && block.isReadable()) {
        candidates.add(new Seen(block, name.get()));
      }
    }
    for (Seen seen : candidates) {
      if (seen.volume().isEmpty()) {
        devices.add(seen);
      } else {
        once(seen, candidates);
      }
    }
  }

  // parts of volumes are LVM's own and it never looks for a physical volume on them
  private static boolean isPart(Block block) {
    return block instanceof Mapped && block.links().isEmpty();
  }

  /** Of several with the same physical volume it takes one, and says so. */
  private void once(Seen seen, List<Seen> candidates) {
    List<Seen> same =
        candidates.stream()
            .filter(other -> other.volume().isPresent() && other.uuid().equals(seen.uuid()))
            .toList();
    Seen preferred =
        same.stream()
            .filter(one -> !server.over(one.block()).isEmpty())
            .findFirst()
            .orElse(same.getFirst());
    if (preferred.equals(seen)) {
      devices.add(seen);
    } else {
      warnings.add("  WARNING: Not using device %s for PV %s.".formatted(seen.name(), seen.uuid()));
      warnings.add(
          "  WARNING: PV %s prefers device %s because device is used by LV."
              .formatted(seen.uuid(), preferred.name()));
    }
  }

  /** Every device that it looks at, with a physical volume or not. */
  List<Seen> devices() {
    return List.copyOf(devices);
  }

  Optional<Seen> device(String path) {
    return devices.stream().filter(seen -> seen.block().isCalled(path)).findFirst();
  }

  List<Seen> volumes() {
    return devices.stream().filter(seen -> seen.volume().isPresent()).toList();
  }

  /** All groups, by name. */
  List<Found> groups() {
    Map<String, VolumeGroup> newest = new TreeMap<>();
    for (Seen seen : volumes()) {
      seen.volume()
          .flatMap(Content.PhysicalVolume::text)
          .ifPresent(
              text -> newest.merge(text.name(), text, (a, b) -> a.seqno() >= b.seqno() ? a : b));
    }
    return newest.values().stream().map(this::found).toList();
  }

  private Found found(VolumeGroup group) {
    Map<String, Seen> members = new LinkedHashMap<>();
    for (Seen seen : volumes()) {
      if (group.members().stream().anyMatch(member -> member.uuid().equals(seen.uuid()))) {
        members.put(seen.uuid(), seen);
      }
    }
    return new Found(group, members);
  }

  Optional<Found> group(String name) {
    return groups().stream().filter(found -> found.group().name().equals(name)).findFirst();
  }

  Optional<Found> groupOf(Seen seen) {
    return groups().stream().filter(found -> found.members().containsValue(seen)).findFirst();
  }

  /** Whether a label says that it is in a group, and no group is found that has it. */
  boolean isOrphanInUse(Seen seen) {
    return seen.volume().filter(v -> v.use() == Content.PhysicalVolume.Use.IN_A_GROUP).isPresent()
        && groupOf(seen).isEmpty();
  }

  /** What every command says that looks at that group (lib/metadata/metadata.c, 2.03.16). */
  List<String> warnings(List<Found> groups) {
    List<String> all = new ArrayList<>(warnings);
    for (Found found : groups) {
      List<Seen> older =
          found.carriers().stream()
              .filter(seen -> seqno(seen) < found.group().seqno())
              .sorted(Comparator.comparing(Seen::name))
              .toList();
      Optional<Seen> newest =
          found.carriers().stream().filter(s -> seqno(s) == found.group().seqno()).findFirst();
      for (Seen seen : older) {
        all.add(
            "  WARNING: ignoring metadata seqno %d on %s for seqno %d on %s for VG %s."
                .formatted(
                    seqno(seen),
                    seen.name(),
                    found.group().seqno(),
                    newest.orElseThrow().name(),
                    found.group().name()));
      }
      if (!older.isEmpty()) {
        all.add("  WARNING: Inconsistent metadata found for VG " + found.group().name() + ".");
        all.add("  See vgck --updatemetadata to correct inconsistency.");
      }
      for (VolumeGroup.Member member : found.group().members()) {
        if (!found.members().containsKey(member.uuid())) {
          all.add("  WARNING: Couldn't find device with uuid " + member.uuid() + ".");
          all.add(
              "  WARNING: VG %s is missing PV %s.".formatted(found.group().name(), member.uuid()));
        }
      }
    }
    return all;
  }

  /** What a command says that looks at all physical volumes. */
  List<String> orphanWarnings() {
    List<String> all = new ArrayList<>();
    for (Seen seen : volumes()) {
      if (isOrphanInUse(seen)) {
        all.add(
            "  WARNING: PV %s is marked in use but no VG was found using it."
                .formatted(seen.name()));
        all.add("  WARNING: PV %s might need repairing.".formatted(seen.name()));
      }
    }
    return all;
  }

  private static int seqno(Seen seen) {
    return seen.volume().flatMap(Content.PhysicalVolume::text).orElseThrow().seqno();
  }

  /** Writes a group's next metadata to each physical volume that carries some. */
  static VolumeGroup commit(Found found, VolumeGroup changed, Runnable midway) {
    VolumeGroup next = changed.next();
    boolean first = true;
    for (Seen seen : found.carriers()) {
      if (!first) {
        midway.run();
      }
      first = false;
      seen.block().write(seen.volume().orElseThrow().with(next));
    }
    return next;
  }
}
