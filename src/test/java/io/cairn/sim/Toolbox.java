package io.cairn.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All imitated programs, and which of them come with which package. */
final class Toolbox {
  /** On every server from the beginning. */
  static final List<String> BASE =
      List.of(
          "sync",
          "sleep",
          "date",
          "mv",
          "rm",
          "flock",
          "uname",
          "systemctl",
          "journalctl",
          "logger",
          "lsblk",
          "blkid",
          "wipefs",
          "findmnt",
          "mountpoint",
          "mount",
          "umount",
          "blockdev",
          "blkdiscard",
          "losetup",
          "lsattr",
          "chattr",
          "udevadm",
          "dd",
          "cmp",
          "modprobe",
          "modinfo",
          "ip",
          "ping",
          "apt-get",
          "apt-cache",
          "dpkg",
          "dpkg-query",
          "fuser",
          "sfdisk",
          "ifup",
          "ifdown",
          "ifquery",
          "mkfs.ext4",
          "resize2fs",
          "dumpe2fs",
          "systemd-run");

  /** What packages bring. */
  static final Map<String, List<String>> PACKAGES =
      Map.of(
          "drbd-utils", List.of("drbdadm", "drbdsetup", "drbdmeta"),
          "btrfs-progs", List.of("mkfs.btrfs", "btrfs"),
          "mdadm", List.of("mdadm"),
          "lvm2",
              List.of(
                  "pvs",
                  "vgs",
                  "lvs",
                  "lvmconfig",
                  "vgcreate",
                  "vgchange",
                  "vgremove",
                  "vgck",
                  "pvremove",
                  "pvresize",
                  "lvcreate",
                  "lvremove",
                  "lvchange",
                  "lvextend",
                  "lvreduce",
                  "lvconvert",
                  "dmsetup"),
          "xfsprogs", List.of("mkfs.xfs", "xfs_admin", "xfs_info", "xfs_growfs"),
          "chrony", List.of("chronyd", "chronyc"));

  private Toolbox() {}

  /** Every tool by its name. */
  static Map<String, Tool> all() {
    Map<String, Tool> tools = new HashMap<>();
    PlainTools.add(tools);
    BlockTools.add(tools);
    FileSystemTools.add(tools);
    ServiceTools.add(tools);
    PackageTools.add(tools);
    NetworkTools.add(tools);
    DrbdTools.add(tools);
    MdTools.add(tools);
    LvmReports.add(tools);
    LvmGroupTools.add(tools);
    LvmVolumeTools.add(tools);
    return Map.copyOf(tools);
  }
}
