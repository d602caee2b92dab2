package io.cairn.engine.lxc;

import java.util.List;

/**
 * The user and group ids of the nodes that unprivileged containers run in.
 *
 * @param start the id outside that is root inside
 */
record IdRange(long start) {
  /** As many as a system expects to have: ids 0 to 65535. */
  static final long COUNT = 65536;

  /** Where Debian begins to allot (login.defs(5), {@code SUB_UID_MIN}). */
  static final IdRange FIRST = new IdRange(100_000);

  IdRange next() {
    return new IdRange(start + COUNT);
  }

  /** The lines of lxc.container.conf(5). */
  String config() {
    return "lxc.idmap = u 0 %1$d %2$d%nlxc.idmap = g 0 %1$d %2$d%n".formatted(start, COUNT);
  }

  /** The line of subuid(5) and subgid(5). */
  String line() {
    return "root:" + start + ":" + COUNT + "\n";
  }

  /** The command before others that runs them as the container's root. */
  List<String> prefix() {
    return List.of(
        "lxc-usernsexec",
        "-m",
        "u:0:" + start + ":" + COUNT,
        "-m",
        "g:0:" + start + ":" + COUNT,
        "--");
  }
}
