package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.ReservedVolumeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of arrays, groups and volumes are such that md and LVM take them. */
final class VolumeNameChecks {
  /**
   * LVM refuses volumes whose names begin so (lib/misc/lvm-string.c; lvm(8) names the bare words).
   */
  private static final List<String> PREFIXES = List.of("snapshot", "pvmove");

  /**
   * A group's volumes are found at /dev/GROUP/VOLUME, so no group can have the name of something in
   * /dev (lvm(8)). These are there on every Debian system, or as soon as a disk of the kind is.
   */
  private static final Set<String> IN_DEV =
      Set.of(
          "block",
          "bsg",
          "bus",
          "char",
          "console",
          "core",
          "cpu",
          "cuse",
          "disk",
          "dri",
          "drbd",
          "fd",
          "full",
          "fuse",
          "hpet",
          "hugepages",
          "initctl",
          "input",
          "kmsg",
          "kvm",
          "log",
          "mapper",
          "md",
          "mem",
          "mqueue",
          "net",
          "null",
          "nvram",
          "port",
          "ppp",
          "psaux",
          "ptmx",
          "pts",
          "random",
          "rfkill",
          "rtc",
          "shm",
          "snapshot",
          "snd",
          "stderr",
          "stdin",
          "stdout",
          "tty",
          "uhid",
          "uinput",
          "urandom",
          "usb",
          "userio",
          "vfio",
          "vga_arbiter",
          "vhci",
          "vhost-net",
          "vhost-vsock",
          "watchdog",
          "zero");

  private static final Pattern DEVICE =
      Pattern.compile(
          "(?:[shv]d[a-z]+|xvd[a-z]+|nvme|sr|sg|tty|ttyS|loop|ram|dm-|md|drbd|nbd|vcs[au]?|hidraw|"
              + "watchdog|rtc|ptp|pps|i2c-|mmcblk|zram)[0-9]*(?:[np][0-9]+)*");

  /** mdadm takes these for the number of an array (mdopen.c, create_mddev). */
  private static final Pattern MD_NUMBER = Pattern.compile("(?:md|md_d|d)[0-9]+");

  /**
   * The name in an array's superblock has 32 bytes, the node's name and a colon before it; mdadm
   * leaves the node out where both together do not fit (super1.c), and then takes the array for
   * another machine's.
   */
  private static final int LONGEST_MD = 31;

  /** A device mapper name has 127 characters (dm-ioctl.h, DM_NAME_LEN). */
  private static final int LONGEST_DM = 127;

  /** Room for what LVM puts behind a volume's name, as in _wcorig-real. */
  private static final int DM_SUFFIX = 16;

  private final Draft draft;
  private final Stack stack;
  private final Problems problems;

  VolumeNameChecks(Draft draft, Stack stack, Problems problems) {
    this.draft = draft;
    this.stack = stack;
    this.problems = problems;
  }

  void run() {
    draft
        .layers()
        .forEach(
            (name, layer) -> {
              switch (Draft.type(layer).offers()) {
                case ARRAY -> array(name, layer);
                case GROUP -> group(name, layer);
                case VOLUME, POOL, THIN -> volume(name, layer);
                case DISK, PARTITION, REPLICA, FILE_SYSTEM, NOTHING -> {}
              }
            });
  }

  private void array(String name, Value.Fields layer) {
    if (MD_NUMBER.matcher(name).matches()) {
      reserved(
          layer,
          "an array '" + name + "'",
          "another name",
          "mdadm takes it for the number of an array, which another one may have.");
    }
    stack.nodesOf(name).orElse(List.of()).stream()
        .filter(node -> node.length() + 1 + name.length() > LONGEST_MD)
        .findFirst()
        .ifPresent(
            node ->
                reserved(
                    layer,
                    "'" + node + ":" + name + "' in the array's superblock",
                    "a name of at most " + Math.max(0, LONGEST_MD - 1 - node.length()),
                    "It has room for 31 characters; without the node's name the array counts as"
                        + " another machine's."));
  }

  private void group(String name, Value.Fields layer) {
    if (IN_DEV.contains(name) || DEVICE.matcher(name).matches()) {
      reserved(
          layer,
          "a volume group '" + name + "'",
          "another name",
          "LVM keeps a group's volumes at /dev/" + name + "/, and that name is taken (lvm(8)).");
    }
  }

  private void volume(String name, Value.Fields layer) {
    PREFIXES.stream()
        .filter(name::startsWith)
        .findFirst()
        .ifPresent(
            prefix ->
                reserved(
                    layer,
                    "a volume '" + name + "'",
                    "a name that does not begin with '" + prefix + "'",
                    "LVM keeps such names for itself (lvm(8), VALID NAMES)."));
    ReservedVolumeName.partOf(name)
        .ifPresent(
            part ->
                reserved(
                    layer,
                    "a volume '" + name + "'",
                    "a name without '" + part + "' in it",
                    "LVM keeps such names for the hidden volumes that it makes (lvm(8), VALID"
                        + " NAMES)."));
    groupOf(name)
        .filter(group -> escaped(group) + 1 + escaped(name) + suffix(layer) > LONGEST_DM)
        .ifPresent(
            group ->
                reserved(
                    layer,
                    "'" + group + "/" + name + "', of which every hyphen counts twice",
                    "names of at most " + (LONGEST_DM - suffix(layer) - 1) + " together",
                    "The kernel's device mapper has 127 characters for both and LVM's suffixes."));
  }

  private static long suffix(Value.Fields layer) {
    return Math.max(DM_SUFFIX, escaped(SnapshotChecks.longestName(layer)));
  }

  private Optional<String> groupOf(String volume) {
    return Stack.lower(draft, volume).stream()
        .filter(_ -> !stack.circular().contains(volume))
        .findFirst()
        .flatMap(
            lower ->
                Draft.type(draft.layer(lower)).offers() == Offer.GROUP
                    ? Optional.of(lower)
                    : Draft.type(draft.layer(lower)).offers() == Offer.POOL
                        ? groupOf(lower)
                        : Optional.empty());
  }

  /** How long a name is in the device mapper, where a hyphen is written twice (lvm(8)). */
  private static long escaped(String name) {
    return name.length() + name.chars().filter(c -> c == '-').count();
  }

  private void reserved(Value.Fields layer, String seen, String wanted, String why) {
    problems.add(problems.at(Code.RESERVED_NAME, layer.at()).saw(seen, wanted).because(why));
  }
}
