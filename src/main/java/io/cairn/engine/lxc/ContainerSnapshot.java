package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Shell;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots and clones of one container, on the node that has its file system mounted. */
record ContainerSnapshot(Layer.Lxc layer, NodeName node, Context context) {
  /** In UTC, sorts by time; part of a snapshot's name. */
  static final String NOW = "$(date --utc +%Y%m%dT%H%M%SZ)";

  private Place place() {
    return Place.of(layer, context.cluster());
  }

  private String path(SnapshotName name) {
    return place().snapshots() + "/" + name;
  }

  private Step.Builder step(Layer.Lxc of, String verb) {
    return Step.layer(of.name(), verb, node)
        .guard(LxcGuards.isMounted(place().below(), node, context));
  }

  private Guard isOrigin() {
    return LxcGuards.isSubvolume(
        place().rootfs() + " is the container's root file system", place().rootfs());
  }

  private Guard isAlone() {
    return Guard.that(
        "no subvolume lies within " + layer.name() + ", which a snapshot would leave out",
        "inner=$(btrfs subvolume list -o %s); [ -z \"$inner\" ] || { echo \"$inner\"; exit 1; }"
            .formatted(Shell.quote(place().rootfs())));
  }

  private Guard isSnapshot(SnapshotName name) {
    return LxcGuards.isReadOnlySubvolume(path(name) + " is a read-only snapshot", path(name));
  }

  Step create(SnapshotName name) {
    return step(layer, "snapshot-" + name)
        .says("Take the snapshot " + name, "it was asked for")
        .guard(isOrigin())
        .guard(isAlone())
        .guard(LxcGuards.isAbsent("there is no snapshot " + name, path(name)))
        .runs(
            folder(place()),
            Command.exec(
                "btrfs", "subvolume", "snapshot", "-r", "--", place().rootfs(), path(name)))
        .check(isSnapshot(name))
        .build();
  }

  /** Only root looks into it: a snapshot holds what was secret in the container. */
  static Command folder(Place place) {
    return Command.exec(
        "install",
        "--directory",
        "--mode=0700",
        "--",
        place.mount() + "/.cairn",
        place.snapshots());
  }

  Step delete(SnapshotName name) {
    return step(layer, "delete-snapshot-" + name)
        .says("Delete the snapshot " + name, "it was asked for")
        .mark(Mark.DESTROY)
        .effect(Effect.DESTRUCTIVE)
        .guard(isSnapshot(name))
        .runs(Command.exec("btrfs", "subvolume", "delete", "--", path(name)))
        .check(LxcGuards.isAbsent(name + " is gone", path(name)))
        .build();
  }

  List<Step> restore(SnapshotName name) {
    List<Step> steps = new ArrayList<>();
    ContainerRun run = new ContainerRun(layer, node, context);
    Optional<NodeFacts> facts = context.facts(node);
    boolean up = facts.filter(f -> ContainerFacts.of(layer, node, context, f).isUp()).isPresent();
    if (up) {
      steps.add(run.stop());
    }
    steps.add(takePlace(name));
    if (up || context.activeOn(layer).contains(node)) {
      steps.add(run.start());
    }
    return steps;
  }

  private Step takePlace(SnapshotName name) {
    IdRange ids = IdAllotment.choose(context);
    String keep =
        "if [ -e %1$s ]; then btrfs subvolume snapshot -r -- %1$s \"%2$s/before-restore-%3$s\"; fi"
            .formatted(Shell.quote(place().rootfs()), place().snapshots(), NOW);
    return step(layer, "restore-" + name)
        .says("Go back to the snapshot " + name, "it was asked for")
        .mark(Mark.CHANGE)
        .effect(Effect.DISRUPTIVE)
        .guard(LxcGuards.isStopped(layer))
        .guard(isSnapshot(name))
        .guard(isAlone())
        .runs(
            Command.script(keep),
            Command.script(Restore.prepare(place(), path(name))),
            Command.script(Restore.swap(place())),
            new Settling(layer, place().rootfs(), LxcEngine.range(layer, ids)).again())
        .check(isOrigin())
        .needs(Condition.stopped(layer.name(), node))
        .provides(Condition.ready(layer.name(), node))
        .build();
  }

  Step cloneTo(Layer.Lxc copy) {
    Place to = Place.of(copy, context.cluster());
    Optional<IdRange> ids = LxcEngine.range(layer, IdAllotment.choose(context));
    ContainerCreation creation = new ContainerCreation(copy, to, ids);
    return step(copy, "clone")
        .says("Copy " + layer.name() + " to " + copy.name(), "it was asked for")
        .guard(isOrigin())
        .guard(isAlone())
        .guard(LxcGuards.isAbsent("there is no container " + copy.name(), to.home()))
        .runs(
            creation.clearAway(),
            Command.exec("mkdir", "--mode=0755", "--", to.unfinished()),
            Command.exec(
                "btrfs",
                "subvolume",
                "snapshot",
                "--",
                place().rootfs(),
                to.unfinished() + "/rootfs"),
            new Settling(copy, to.unfinished() + "/rootfs", ids).asClone(),
            creation.finish())
        .check(LxcGuards.isSubvolume("the copy is there", to.rootfs()))
        .build();
  }
}
