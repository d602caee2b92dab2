package io.cairn.engine.drbd;

import io.cairn.engine.Units;
import io.cairn.graph.LayerName;

/** Where things of a resource are on a node. */
final class DrbdPaths {
  static final String GLOBAL = "/etc/drbd.d/global_common.conf";
  static final String MODULES = "/etc/modules-load.d/cairn-drbd.conf";
  static final String SCRIPT = "/usr/local/lib/cairn/drbd.sh";
  static final String RESYNC_SCRIPT = "/usr/local/lib/cairn/resync.sh";
  static final String SECRETS = "/var/lib/cairn/secrets";
  static final String ROLES = "/var/lib/cairn/drbd";

  private DrbdPaths() {}

  static String resource(LayerName resource) {
    return "/etc/drbd.d/" + resource + ".res";
  }

  static String secret(LayerName resource) {
    return SECRETS + "/" + resource;
  }

  /** The history of roles on the node: a line with time and word at each change. */
  static String roles(LayerName resource) {
    return ROLES + "/" + resource + ".roles";
  }

  /**
   * Says that the disk below is being made larger: its path, and the size at whose end the metadata
   * are until DRBD is told.
   */
  static String growing(LayerName resource) {
    return ROLES + "/" + resource + ".growing";
  }

  /** Keeps the resource down while not all of its copies went back to a snapshot. */
  static String restoring(LayerName resource) {
    return "/etc/systemd/system/" + upUnit(resource) + ".d/restore-not-ended.conf";
  }

  static String upUnit(LayerName resource) {
    return "cairn-drbd-" + resource + ".service";
  }

  static String bootUnit(LayerName resource) {
    return "cairn-boot-" + resource + ".service";
  }

  static String primaryUnit(LayerName resource) {
    return "cairn-primary-" + resource + ".service";
  }

  static String target(LayerName resource) {
    return Units.target(resource);
  }
}
