package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots of a whole Btrfs layer, on the node that has it mounted.
 *
 * <pre>
 * MOUNT/.cairn/snapshots/LAYER/NAME/top         the file system itself
 * MOUNT/.cairn/snapshots/LAYER/NAME/lxc/...     each container's root file system
 * </pre>
 */
record SnapshotSet(Layer.FileSystem layer, NodeName node, Context context) {
  private Place place() {
    return new Place(layer.name(), layer);
  }

  private String path(String name) {
    return place().snapshots() + "/" + name;
  }

  private Step.Builder step(String verb) {
    return Step.layer(layer.name(), verb, node).guard(LxcGuards.isMounted(layer, node, context));
  }

  /** Only subvolumes that the set takes along; paths are told from the top of the file system. */
  private Guard isComplete() {
    return Guard.that(
        "there are no subvolumes but containers and snapshots on " + layer.name(),
        """
        [ "$(findmnt --noheadings --first-only --output FSROOT --mountpoint %1$s)" = / ] || { echo "only a part of it is mounted"; exit 1; }
        others=$(btrfs subvolume list %1$s | sed 's/^.* path //' | grep --invert-match -e '^\\.cairn/' -e '^lxc/[^/]*/rootfs$' || true)
        [ -z "$others" ] || { echo "$others"; exit 1; }"""
            .formatted(Shell.quote(layer.mount())));
  }

  private Guard isSet(SnapshotName name) {
    return LxcGuards.isReadOnlySubvolume(
        path(name.text()) + " is a snapshot of " + layer.name(), path(name.text()) + "/top");
  }

  Step create(SnapshotName name) {
    return step("snapshot-" + name)
        .says("Take the snapshot " + name + " of it and all containers on it", "it was asked for")
        .guard(isComplete())
        .guard(LxcGuards.isAbsent("there is no snapshot " + name, path(name.text())))
        .runs(ContainerSnapshot.folder(place()), Command.script(take(name.text())))
        .check(isSet(name))
        .build();
  }

  /**
   * All at one moment: every container that runs is frozen while they are taken, and goes on
   * whatever happens. Under another name until the set is whole.
   */
  private String take(String name) {
    String fresh = path(".new");
    return LxcShell.deleteTree(place(), fresh)
        + """

        mkdir --parents -- %1$s/lxc
        (
          frozen=
          thaw() { for name in $frozen; do lxc-unfreeze --lxcpath=%2$s --name="$name" || true; done; }
          trap thaw EXIT
          for root in %3$s/*/rootfs; do
            name=${root%%/rootfs}; name=${name##*/}
            if lxc-info --lxcpath=%2$s --name="$name" --state --no-humanize 2>/dev/null | grep --quiet RUNNING; then
              frozen="$frozen $name"
              lxc-freeze --lxcpath=%2$s --name="$name"
            fi
          done
          btrfs subvolume snapshot -r -- %4$s %1$s/top
          for root in %3$s/*/rootfs; do
            [ -d "$root" ] || continue
            name=${root%%/rootfs}; name=${name##*/}
            btrfs subvolume snapshot -r -- "$root" %1$s/lxc/"$name"
          done
        )
        mv --no-target-directory -- %1$s "%5$s\""""
            .formatted(
                Shell.quote(fresh),
                Place.REGISTRY,
                Shell.quote(place().all()),
                Shell.quote(layer.mount()),
                path(name));
  }

  Step delete(SnapshotName name) {
    String path = Shell.quote(path(name.text()));
    return step("delete-snapshot-" + name)
        .says("Delete the snapshot " + name, "it was asked for")
        .mark(Mark.DESTROY)
        .effect(Effect.DESTRUCTIVE)
        .guard(isSet(name))
        .runs(
            Command.script(
                """
                for snapshot in %1$s/lxc/* %1$s/top; do
                  [ ! -d "$snapshot" ] || btrfs subvolume delete -- "$snapshot"
                done
                rmdir -- %1$s/lxc %1$s"""
                    .formatted(path)))
        .check(LxcGuards.isAbsent(name + " is gone", path(name.text())))
        .build();
  }

  List<Step> restore(SnapshotName name) {
    List<Step> steps = new ArrayList<>();
    List<Step> starts = new ArrayList<>();
    List<Layer.Lxc> containers =
        LxcProbes.on(context.cluster(), node).stream()
            .filter(lxc -> Place.of(lxc, context.cluster()).below().equals(layer))
            .toList();
    for (Layer.Lxc container : containers) {
      ContainerRun run = new ContainerRun(container, node, context);
      boolean up =
          context
              .facts(node)
              .filter(f -> ContainerFacts.of(container, node, context, f).isUp())
              .isPresent();
      if (up) {
        steps.add(run.stop());
      }
      starts.add(run.start());
    }
    steps.add(takePlace(name, containers));
    steps.addAll(starts);
    return steps;
  }

  private Step takePlace(SnapshotName name, List<Layer.Lxc> containers) {
    Step.Builder step =
        step("restore-" + name)
            .says("Go back to the snapshot " + name + ", containers included", "it was asked for")
            .mark(Mark.CHANGE)
            .effect(Effect.DISRUPTIVE)
            .guard(isSet(name))
            .guard(isComplete());
    for (Layer.Lxc container : containers) {
      step.guard(LxcGuards.isStopped(container))
          .needs(Condition.stopped(container.name(), node))
          .provides(Condition.ready(container.name(), node));
    }
    List<Command> commands = new ArrayList<>();
    commands.add(Command.script(take("before-restore-" + ContainerSnapshot.NOW)));
    commands.add(Command.script(files(path(name.text()) + "/top")));
    for (Layer.Lxc container : containers) {
      commands.add(Command.script(container(Place.of(container, context.cluster()), name)));
    }
    return step.runs(commands).build();
  }

  /** Everything on the file system that is in no subvolume; containers come one by one. */
  private String files(String top) {
    return """
        find %1$s -mindepth 1 -maxdepth 1 ! -name .cairn ! -name lxc -exec rm --recursive --force -- {} +
        find %2$s -mindepth 1 -maxdepth 1 ! -name .cairn ! -name lxc -exec cp --archive --reflink=auto --target-directory=%1$s -- {} +"""
        .formatted(Shell.quote(layer.mount()), Shell.quote(top));
  }

  /** A container that was not there yet when the set was taken stays as it is. */
  private String container(Place place, SnapshotName name) {
    String snapshot = path(name.text()) + "/lxc/" + place.name();
    return "if [ -d %s ]; then\n%s\n%s\nfi"
        .formatted(Shell.quote(snapshot), Restore.prepare(place, snapshot), Restore.swap(place));
  }
}
