package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Probe;
import io.cairn.engine.Shell;
import io.cairn.graph.LayerName;
import java.util.List;

/**
 * Says on a node that a pool is being made in a group, and which volumes were there before.
 *
 * <p>LVM makes a pool in several commits (lib/metadata/pool_manip.c): first the spare of metadata
 * as a plain volume {@code lvol0} without a tag, then the metadata as a plain volume of the pool's
 * name, then the pool. What it is cut off at stays, and by its name alone it would be somebody's.
 */
record Making(LayerName group) {

  private String path() {
    return "/var/lib/cairn/lvm/" + group + ".making";
  }

  Probe probe() {
    return Probe.file(path());
  }

  /** Says so, and comes back when a loss of power cannot take it back any more. */
  Command begin(String pool) {
    return Command.script(
        """
        mkdir -p /var/lib/cairn/lvm
        before=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --all --noheadings --options lv_uuid -- %1$s 2>/dev/null) || { echo 'the volumes of %1$s cannot be read' >&2; exit 1; }
        { echo %2$s; for uuid in $before; do echo "$uuid"; done; } > %3$s.new
        sync %3$s.new
        mv -f %3$s.new %3$s
        sync /var/lib/cairn/lvm"""
            .formatted(group, Shell.quote(pool), path()));
  }

  /** It is made, or what was left of it is gone. */
  Command end() {
    return Command.script("rm --force -- %s\nsync /var/lib/cairn/lvm".formatted(path()));
  }

  /** Whatever is left of the command when it is cut off, is known to be of this. */
  List<Command> around(String pool, Command create) {
    return List.of(begin(pool), create, end());
  }

  boolean isThere(NodeFacts facts) {
    return facts.file(path()).found().isPresent();
  }

  /**
   * What is left of a making that was cut off: plain volumes that were not there before, of the
   * pool's name, or of the name that LVM gives by itself.
   */
  boolean isLeft(Volume volume, NodeFacts facts) {
    if (!volume.group().equals(group.text())) {
      return false;
    }
    List<String> said = facts.file(path()).found().stream().flatMap(String::lines).toList();
    return !said.isEmpty()
        && volume.visibility() == Volume.Visibility.VISIBLE
        && volume.type().equals("linear")
        && !said.subList(1, said.size()).contains(volume.uuid())
        && (volume.name().equals(said.getFirst())
            || (volume.name().matches("lvol\\d+") && volume.tags().isEmpty()));
  }

  /** A shell condition: making is not ended, and the volume was not there before. */
  String isNewSince(String uuid) {
    return "[ -e %1$s ] && ! grep --quiet --line-regexp --fixed-strings -e %2$s -- %1$s"
        .formatted(path(), uuid);
  }
}
