package io.cairn.engine.lvm;

import io.cairn.engine.Begun;
import io.cairn.graph.LayerName;

/** Where LVM's things are on a node. */
final class LvmPaths {
  static final String LOCAL = "/etc/lvm/lvmlocal.conf";
  static final String SCRIPT = "/usr/local/lib/cairn/lvm.sh";

  private LvmPaths() {}

  /** The profile of a pool (lvm.conf(5), "profiles"): it is named in the pool's metadata. */
  static String profile(LayerName pool) {
    return "/etc/lvm/profile/" + profileName(pool) + ".profile";
  }

  static String profileName(LayerName pool) {
    return "cairn-" + pool;
  }

  /**
   * What was proved blank for a group, written before its first physical volume is made, and
   * removed when the group is there: a physical volume of no group is ours only with it.
   */
  static Begun started(LayerName group) {
    return new Begun("/var/lib/cairn/lvm/" + group + ".started");
  }

  /** How the mapped devices of all volumes of the group begin. */
  static String mappedGroup(LayerName group) {
    return "/dev/mapper/" + group.text().replace("-", "--") + "-";
  }
}
