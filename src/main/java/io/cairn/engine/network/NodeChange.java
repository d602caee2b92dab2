package io.cairn.engine.network;

import io.cairn.engine.Command;
import io.cairn.engine.Effect;
import io.cairn.engine.ManagedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that changes in the networks of one node, at one time.
 *
 * @param files the files as they will be; Cairn's own first
 * @param down interfaces that go down before, as they are configured now
 * @param up interfaces that come up after; a bridge after its port
 * @param made bridges that are new
 */
record NodeChange(
    List<Decision.Change> parts,
    List<ManagedFile> files,
    List<String> down,
    List<String> up,
    List<String> made) {
  NodeChange {
    parts = List.copyOf(parts);
    files = List.copyOf(files);
    down = List.copyOf(down);
    up = List.copyOf(up);
    made = List.copyOf(made);
  }

  /** Joins the changes for single networks; {@code before} is the configuration as surveyed. */
  static NodeChange of(List<Decision.Change> parts, Ifupdown before) {
    return new NodeChange(
        parts,
        files(before, parts.getLast().config()),
        parts.stream().flatMap(part -> part.down().stream()).distinct().toList(),
        parts.stream().flatMap(part -> part.up().stream()).distinct().toList(),
        parts.stream().flatMap(part -> part.made().stream()).distinct().toList());
  }

  /** The files that differ, Cairn's own before those that read them. */
  static List<ManagedFile> files(Ifupdown before, Ifupdown after) {
    List<ManagedFile> own = new ArrayList<>();
    List<ManagedFile> others = new ArrayList<>();
    after
        .files()
        .forEach(
            (path, text) -> {
              if (!text.equals(before.files().get(path))) {
                (path.startsWith(Ifupdown.OWN) ? own : others).add(file(path, text));
              }
            });
    return Stream.concat(own.stream(), others.stream()).toList();
  }

  // ifquery reads the whole file before it answers, and fails on a line it does not understand
  private static ManagedFile file(String path, String text) {
    return new ManagedFile(path, "0644", new ManagedFile.Content.Whole(text), List.of())
        .checkedBy("ifquery", "--list", "--interfaces", ManagedFile.CANDIDATE);
  }

  Effect effect() {
    return parts.stream().anyMatch(part -> part.effect() == Effect.DISRUPTIVE)
        ? Effect.DISRUPTIVE
        : Effect.SAFE;
  }

  /** The script that makes the change, detached from every connection. */
  ManagedFile script() {
    return ManagedFile.whole(
            Undo.DIRECTORY + "/change",
            """
            set -eu
            export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
            trap '[ $? -eq 0 ] || { echo failed > %1$s; systemctl --no-block start %2$s; }' EXIT
            %3$s
            %4$s
            %5$s
            echo 'done' > %1$s
            """
                .formatted(
                    Undo.RESULT,
                    Undo.SERVICE,
                    // one that is not up cannot go down; whether the network is right is seen when
                    // it is up
                    lines(down.stream().map(name -> "ifdown --force " + name + " || true")),
                    lines(files.stream().map(file -> Command.put(file).toShell())),
                    lines(up.stream().map(name -> "ifup --force " + name))))
        .withMode("0700");
  }

  private static String lines(Stream<String> lines) {
    return lines.collect(Collectors.joining("\n"));
  }
}
