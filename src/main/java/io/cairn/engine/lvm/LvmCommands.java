package io.cairn.engine.lvm;

import io.cairn.engine.Blanking;
import io.cairn.engine.Command;
import io.cairn.engine.Shell;
import io.cairn.engine.SnapshotMarks;
import io.cairn.graph.Cache;
import io.cairn.graph.ClusterName;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision.Part;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.PoolMetadata;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * From intent to arguments (lvm(8)). Sizes are in extents or bytes, never in units that LVM would
 * round.
 */
final class LvmCommands {
  static final Command SETTLE = Command.exec("udevadm", "settle", "--timeout=30");

  private LvmCommands() {}

  /** The tag of everything that Cairn made for that cluster (lvm(8), "TAGS"). */
  static String tag(ClusterName cluster) {
    return SnapshotMarks.cluster(cluster);
  }

  /**
   * The name that a volume's cache has until it is attached; no layer can have it, for the plus.
   */
  static String cacheName(Layer.LogicalVolume volume) {
    return cacheName(volume.name().text());
  }

  /** The same, of the volume of that name. */
  static String cacheName(String volume) {
    return volume + "+cache";
  }

  /**
   * Makes the group; vgcreate(8) makes the physical volumes by itself, and asks when it finds a
   * signature, which without a terminal is a refusal.
   *
   * @param activation with {@code WHEN_TOLD} no node activates it at boot, or when the device below
   *     DRBD appears (since 2.03.12)
   */
  static Command createGroup(
      LayerName group, String tag, Group.Activation activation, List<DevicePath> devices) {
    List<String> argv =
        words(
            "vgcreate",
            "--physicalextentsize",
            bytes(Extents.SIZE),
            "--setautoactivation",
            activation == Group.Activation.BY_ITSELF ? "y" : "n",
            "--addtag",
            tag,
            "--",
            group.text());
    devices.forEach(device -> argv.add(device.text()));
    return new Command.Exec(argv);
  }

  /** Takes blank devices into the group; vgextend(8) makes the physical volumes by itself. */
  static Command extendGroup(LayerName group, List<DevicePath> devices) {
    List<String> argv = words("vgextend", "--", group.text());
    devices.forEach(device -> argv.add(device.text()));
    return new Command.Exec(argv);
  }

  /** A plain volume; what a removed one has left at its beginning is wiped. */
  static Command createVolume(
      LayerName group, String name, String tag, Extents data, List<DevicePath> on) {
    return create(
        group,
        on,
        words(
            "lvcreate",
            "--yes",
            "--type",
            "linear",
            "--name",
            name,
            "--extents",
            count(data),
            "--wipesignatures",
            "y",
            "--zero",
            "y",
            "--addtag",
            tag));
  }

  /** What a volume is cached in. */
  static Command createCache(
      LayerName group, Layer.LogicalVolume volume, String tag, Part part, List<DevicePath> on) {
    String name = cacheName(volume);
    return part.cacheMetadata().equals(Extents.NONE)
        ? createVolume(group, name, tag, part.cache(), on)
        : create(
            group,
            on,
            words(
                "lvcreate",
                "--yes",
                "--type",
                "cache-pool",
                "--name",
                name,
                "--extents",
                count(part.cache()),
                "--poolmetadatasize",
                bytes(part.cacheMetadata().size()),
                "--chunksize",
                bytes(PoolMetadata.cacheChunkOf(part.cache().size())),
                "--addtag",
                tag));
  }

  /** Puts the cache in front of the volume. */
  static List<Command> attachCache(LayerName group, Layer.LogicalVolume volume, Cache cache) {
    String target = group + "/" + volume.name();
    String from = group + "/" + cacheName(volume);
    return switch (cache.kind()) {
      case DM_CACHE ->
          List.of(
              Command.exec(
                  "lvconvert",
                  "--yes",
                  "--type",
                  "cache",
                  "--cachepool",
                  from,
                  "--cachemode",
                  cache.mode().name().toLowerCase(Locale.ROOT),
                  "--",
                  target));
      // lvconvert takes an inactive one only. Its blocks must not be larger than those of what lies
      // on the volume, which LVM can tell only of a file system directly on it (lvmcache(7))
      case DM_WRITECACHE ->
          List.of(
              Command.exec("lvchange", "--activate", "n", "--", from),
              Command.exec(
                  "lvconvert",
                  "--yes",
                  "--type",
                  "writecache",
                  "--cachevol",
                  from,
                  "--cachesettings",
                  "block_size=512",
                  "--",
                  target));
    };
  }

  /** The spare for repairing metadata is made with the group's first pool, and grows with them. */
  static Command createPool(
      LayerName group, Layer.ThinPool pool, String tag, Part part, List<DevicePath> on) {
    return create(
        group,
        on,
        words(
            "lvcreate",
            "--yes",
            "--type",
            "thin-pool",
            "--name",
            pool.name().text(),
            "--extents",
            count(part.data()),
            "--poolmetadatasize",
            bytes(part.metadata().size()),
            "--poolmetadataspare",
            "y",
            "--chunksize",
            bytes(chunk(pool, part)),
            "--zero",
            "y",
            "--metadataprofile",
            LvmPaths.profileName(pool.name()),
            "--monitor",
            "y",
            "--addtag",
            tag));
  }

  /** Grows a volume, a pool's data or a thin volume to that size, online (lvextend(8)). */
  static Command extend(LayerName group, String volume, Size size, List<DevicePath> on) {
    List<String> argv =
        words("lvextend", "--yes", "--size", bytes(size), "--", group + "/" + volume);
    argv.addAll(places(on));
    return new Command.Exec(argv);
  }

  /** Grows what a pool keeps its map in; before its data does, so that there is room for it. */
  static Command extendMetadata(LayerName group, String pool, Size size) {
    return new Command.Exec(
        words("lvextend", "--yes", "--poolmetadatasize", bytes(size), "--", group + "/" + pool));
  }

  /** How much its volumes take at once: as declared, else as LVM would choose. */
  static Size chunk(Layer.ThinPool pool, Part part) {
    return pool.chunk()
        .orElseGet(() -> PoolMetadata.chunkOf(part.data().plus(part.metadata()).size()));
  }

  static Command createThin(LayerName group, Layer.ThinVolume volume, LayerName pool, String tag) {
    return create(
        group,
        List.of(),
        words(
            "lvcreate",
            "--yes",
            "--type",
            "thin",
            "--name",
            volume.name().text(),
            "--virtualsize",
            bytes(volume.size()),
            "--thinpool",
            pool.text(),
            "--addtag",
            tag));
  }

  static Command watch(LayerName group, LayerName pool) {
    return Command.exec("lvchange", "--monitor", "y", "--", group + "/" + pool);
  }

  static Command useProfile(LayerName group, LayerName pool) {
    return Command.exec(
        "lvchange", "--metadataprofile", LvmPaths.profileName(pool), "--", group + "/" + pool);
  }

  static Command removeVolume(LayerName group, String volume) {
    return Command.exec("lvremove", "--yes", "--", group + "/" + volume);
  }

  /** Ends the step where something is on the volume; only what is active can be read. */
  static Command mustBeBlank(LayerName group, String volume) {
    String path = group + "/" + volume;
    DevicePath device = new DevicePath("/dev/" + path);
    return Command.script(
        """
        lvchange --activate y -- %1$s
        %2$s
        found=$(
        [ -b %3$s ] || { echo 'its device is not there'; exit 1; }
        %4$s
        ) || { echo "%1$s may be somebody's: $found. If nobody needs it: lvremove %1$s" >&2; exit 1; }"""
            .formatted(path, SETTLE.toShell(), device, Blanking.isBlank(device).test().toShell()));
  }

  /**
   * Takes the labels off physical volumes that say they are in a group and are in none: vgcreate(8)
   * refuses these. It was proved just before that they were begun here.
   */
  static Command unlabelBegun(List<DevicePath> devices) {
    return Command.script(
        """
        for device in %s; do
          case $(LVM_SUPPRESS_FD_WARNINGS=1 pvs --noheadings --options pv_in_use -- "$device" 2>/dev/null) in
            *used*) pvremove --yes --force --force -- "$device" ;;
          esac
        done"""
            .formatted(Shell.join(devices.stream().map(DevicePath::text).toList())));
  }

  /** Takes the label off a physical volume, where it has one. */
  static Command unlabel(DevicePath device) {
    return Command.script(
        "if LVM_SUPPRESS_FD_WARNINGS=1 pvs --noheadings --options pv_uuid -- %1$s > /dev/null 2>&1; then pvremove --yes --force --force -- %1$s; fi"
            .formatted(Shell.quote(device.text())));
  }

  /** The group, and the labels of its physical volumes: afterwards the devices are blank. */
  static List<Command> removeGroup(LayerName group, List<DevicePath> devices) {
    List<String> unlabel = words("pvremove", "--");
    devices.forEach(device -> unlabel.add(device.text()));
    List<Command> commands = new ArrayList<>();
    commands.add(Command.exec("vgremove", "--", group.text()));
    commands.add(new Command.Exec(unlabel));
    // pvremove leaves the text of the metadata behind the label that it takes away
    devices.forEach(device -> commands.add(Blanking.zeroBeginning(device)));
    return List.copyOf(commands);
  }

  private static Command create(LayerName group, List<DevicePath> on, List<String> argv) {
    argv.add("--");
    argv.add(group.text());
    argv.addAll(places(on));
    return new Command.Exec(argv);
  }

  /**
   * Physical volumes as lvcreate and lvextend take them: what follows a colon in a path is extents
   * to them, unless it is escaped (lvcreate(8), "PV"), and the stable name of an array has one.
   */
  private static List<String> places(List<DevicePath> on) {
    return on.stream().map(device -> device.text().replaceAll("[:@]", "\\\\$0")).toList();
  }

  private static List<String> words(String... words) {
    return new ArrayList<>(Arrays.asList(words));
  }

  private static String count(Extents extents) {
    return Long.toString(extents.count());
  }

  private static String bytes(Size size) {
    return size.bytes() + "b";
  }
}
