package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What makes, changes and removes groups and physical volumes. */
final class LvmGroupTools {
  private LvmGroupTools() {}

  static void add(Map<String, Tool> tools) {
    tools.put("vgcreate", LvmGroupTools::create);
    tools.put("vgchange", LvmGroupTools::change);
    tools.put("vgremove", LvmGroupTools::remove);
    tools.put("vgck", LvmGroupTools::check);
    tools.put("pvremove", LvmGroupTools::unlabel);
    tools.put("pvresize", LvmGroupTools::resize);
  }

  /** A UUID as LVM writes it. */
  static String uuid(World world) {
    String digits =
        "%016x%016x".formatted(world.replication().freshId(), world.replication().freshId());
    return digits.replaceFirst(
        "(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})", "$1-$2-$3-$4-$5-$6-$7");
  }

  /** It ends so; what it warned of stands before. */
  static Answer answer(int exit, List<String> warnings, String said) {
    return new Answer.Said(
        exit,
        "",
        (warnings.isEmpty() ? "" : String.join("\n", warnings) + "\n")
            + (said.isEmpty() ? "" : "  " + said + "\n"));
  }

  static Answer notFound(String group) {
    return answer(5, List.of(), "Volume group \"" + group + "\" not found");
  }

  private static long extents(long size) {
    return (size - VolumeGroup.DATA_START) / VolumeGroup.EXTENT;
  }

  /** Labels first, then the mark that they are in use, then the metadata; each device by device. */
  private static Answer create(Call call) {
    Call.Words words = call.words("--physicalextentsize", "--setautoactivation", "--addtag");
    Server server = call.server();
    String name = words.operands().getFirst();
    Lvm before = Lvm.of(server);
    if (before.group(name).isPresent()) {
      return answer(5, List.of(), "A volume group called " + name + " already exists.");
    }
    List<Block> blocks = new ArrayList<>();
    for (String path : words.operands().subList(1, words.operands().size())) {
      Optional<Lvm.Seen> seen = before.device(path);
      Optional<String> why =
          seen.isEmpty()
              ? Optional.of("No device found for " + path + ".")
              : unusable(server, before, seen.get());
      if (why.isPresent()) {
        return answer(5, List.of(), why.get());
      }
      blocks.add(seen.orElseThrow().block());
    }
    Hardware.loadModule(server, "dm_mod");
    for (Block block : blocks) {
      if (!(block.content() instanceof Content.PhysicalVolume)) {
        block.write(label(server.world(), block));
      }
      call.midway().run();
    }
    List<VolumeGroup.Member> members =
        blocks.stream()
            .map(block -> new VolumeGroup.Member(volume(block).uuid(), extents(block.size())))
            .toList();
    VolumeGroup group =
        new VolumeGroup(
            name,
            uuid(server.world()),
            1,
            words.value("--setautoactivation").filter("n"::equals).isPresent()
                ? VolumeGroup.Autoactivation.DISABLED
                : VolumeGroup.Autoactivation.ENABLED,
            words.value("--addtag").map(Set::of).orElse(Set.of()),
            members,
            List.of());
    blocks.forEach(b -> b.write(volume(b).with(Content.PhysicalVolume.Use.IN_A_GROUP)));
    for (Block block : blocks) {
      call.midway().run();
      block.write(volume(block).with(group));
    }
    server.publish();
    return Answer.line("  Volume group \"" + name + "\" successfully created");
  }

  private static Content.PhysicalVolume volume(Block block) {
    return (Content.PhysicalVolume) block.content();
  }

  private static Content.PhysicalVolume label(World world, Block block) {
    Map<Long, Content.Area> areas =
        block.content() instanceof Content.Zero
            ? Map.of()
            : Map.of(
                0L,
                new Content.Area(
                    extents(block.size()), Surface.of(new Content.Noise("before the label"))));
    return new Content.PhysicalVolume(
        uuid(world), block.size(), Content.PhysicalVolume.Use.FREE, Optional.empty(), areas);
  }

  private static Optional<String> unusable(Server server, Lvm lvm, Lvm.Seen seen) {
    if (lvm.groupOf(seen).isPresent()) {
      return Optional.of("Physical volume '" + seen.name() + "' is already in a volume group");
    }
    if (lvm.isOrphanInUse(seen)) {
      return Optional.of("PV " + seen.name() + " is used by a VG but its metadata is missing.");
    }
    if (!server.users(seen.block()).isEmpty()) {
      return Optional.of("Can't open " + seen.name() + " exclusively.  Mounted filesystem?");
    }
    boolean signed = !seen.block().signature().isEmpty() && seen.volume().isEmpty();
    return signed
        ? Optional.of("WARNING: signature detected on " + seen.name() + ". Aborted wiping.")
        : Optional.empty();
  }

  private static Answer change(Call call) {
    Call.Words words =
        call.words("--activate", "-a", "--setautoactivation", "--addtag", "--deltag");
    String name = words.operand();
    Lvm lvm = Lvm.of(call.server());
    Optional<Lvm.Found> found = lvm.group(name);
    if (found.isEmpty()) {
      return notFound(name);
    }
    List<String> warnings = lvm.warnings(List.of(found.get()));
    String wanted = words.value("--activate", "-a").orElseThrow(call::unknown);
    if (wanted.equals("y")) {
      if (!found.get().isComplete()) {
        return answer(5, warnings, "Refusing activation of partial LV.");
      }
      new Activation(call.server(), found.get(), found.get().group()).all();
      call.server().publish();
      return answer(0, warnings, "logical volumes in volume group \"" + name + "\" now active");
    }
    List<String> busy = new ArrayList<>();
    for (VolumeGroup.Volume volume : topFirst(found.get().group())) {
      Activation.deactivate(call.server(), found.get().group(), volume)
          .ifPresent(_ -> busy.add("  Logical volume " + name + "/" + volume.name() + " in use."));
    }
    call.server().publish();
    warnings.addAll(busy);
    return answer(busy.isEmpty() ? 0 : 5, warnings, "");
  }

  /** Thin volumes before their pools. */
  private static List<VolumeGroup.Volume> topFirst(VolumeGroup group) {
    List<VolumeGroup.Volume> visible =
        group.volumes().stream().filter(VolumeGroup.Volume::visible).toList();
    List<VolumeGroup.Volume> ordered =
        new ArrayList<>(
            visible.stream().filter(v -> v.role() instanceof VolumeGroup.Role.Thin).toList());
    visible.stream().filter(v -> !ordered.contains(v)).forEach(ordered::add);
    return ordered;
  }

  private static Answer remove(Call call) {
    String name = call.words().operand();
    Lvm lvm = Lvm.of(call.server());
    Optional<Lvm.Found> found = lvm.group(name);
    if (found.isEmpty()) {
      return notFound(name);
    }
    List<String> warnings = lvm.warnings(List.of(found.get()));
    if (found.get().group().volumes().stream().anyMatch(VolumeGroup.Volume::visible)) {
      return answer(5, warnings, "Volume group \"" + name + "\" not removed");
    }
    for (Lvm.Seen seen : found.get().members().values()) {
      seen.block()
          .write(seen.volume().orElseThrow().withoutText().with(Content.PhysicalVolume.Use.FREE));
      call.midway().run();
    }
    return answer(0, warnings, "Volume group \"" + name + "\" successfully removed");
  }

  private static Answer check(Call call) {
    Call.Words words = call.words();
    Lvm lvm = Lvm.of(call.server());
    Optional<Lvm.Found> found = lvm.group(words.operand());
    if (found.isEmpty()) {
      return notFound(words.operand());
    }
    if (words.has("--updatemetadata")) {
      Lvm.commit(found.get(), found.get().group(), call.midway());
    }
    return answer(0, lvm.warnings(List.of(found.get())), "");
  }

  /** What was on it stays, without the label: the text of the metadata lies there still. */
  private static Answer unlabel(Call call) {
    Call.Words words = call.words();
    boolean forced = words.has("--force", "-f", "-ff");
    Lvm lvm = Lvm.of(call.server());
    int failed = 0;
    List<String> said = new ArrayList<>();
    for (String path : words.operands()) {
      Optional<Lvm.Seen> seen = lvm.device(path).filter(one -> one.volume().isPresent());
      if (seen.isEmpty()) {
        failed++;
        said.add("  No PV found on device " + path + ".");
      } else if (lvm.groupOf(seen.get()).isPresent()
          || (lvm.isOrphanInUse(seen.get()) && !forced)) {
        failed++;
        said.add("  PV " + path + " is used by a VG.");
      } else {
        seen.get().block().write(new Content.Noise("metadata without a label"));
        call.midway().run();
      }
    }
    call.server().publish();
    return answer(failed == 0 ? 0 : 5, said, "");
  }

  private static Answer resize(Call call) {
    Lvm lvm = Lvm.of(call.server());
    for (String path : call.words().operands()) {
      Optional<Lvm.Seen> seen = lvm.device(path).filter(one -> one.volume().isPresent());
      if (seen.isEmpty()) {
        return answer(5, List.of(), "Failed to find physical volume \"" + path + "\".");
      }
      Block block = seen.get().block();
      block.write(seen.get().volume().orElseThrow().withSize(block.size()));
      lvm.groupOf(seen.get())
          .ifPresent(
              found ->
                  Lvm.commit(
                      found, resized(found.group(), seen.get(), block.size()), call.midway()));
    }
    return Answer.ok();
  }

  private static VolumeGroup resized(VolumeGroup group, Lvm.Seen seen, long size) {
    return group.withMembers(
        group.members().stream()
            .map(
                member ->
                    member.uuid().equals(seen.uuid())
                        ? new VolumeGroup.Member(member.uuid(), extents(size))
                        : member)
            .toList());
  }
}
