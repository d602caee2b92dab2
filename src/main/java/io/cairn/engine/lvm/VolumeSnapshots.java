package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Mark;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotMarks;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.graph.Extents;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.ReservedVolumeName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots of one volume on one node (lvmthin(7), lvcreate(8) {@code --snapshot}).
 *
 * <p>That of a thin volume takes room of the pool as the two come to differ. That of any other
 * volume gets as much room as its origin has from the start, so that it never becomes invalid.
 * Either is named {@code VOLUME.NAME}, which no layer can be, and is tagged as a snapshot: only
 * what is tagged is ever deleted.
 */
public record VolumeSnapshots(Layer volume, NodeName node, Context context) {

  /** Why something cannot be done, and what helps. */
  public record Obstacle(String why, String correction) {}

  private GroupLayers layers() {
    return GroupLayers.of(volume, context.cluster());
  }

  private Optional<LvmFacts> facts() {
    return context.facts(node).map(LvmFacts::of);
  }

  private Optional<Volume> observed(String name) {
    return facts().flatMap(facts -> facts.volume(layers().name(), name));
  }

  private String path(String name) {
    return layers().name() + "/" + name;
  }

  private String tag() {
    return LvmCommands.tag(context.cluster().name());
  }

  private LvmGuards guards() {
    return GroupPlanner.guards(layers(), context);
  }

  private String nameOf(SnapshotName name) {
    return SnapshotMarks.volume(volume.name(), name);
  }

  /** Those that are there, the oldest first. */
  public List<Snapshot> all() {
    return facts().stream()
        .flatMap(facts -> SnapshotVolume.of(volume, layers(), context, facts).stream())
        .map(found -> found.asSnapshot(volume, node))
        .sorted(Comparator.comparing(Snapshot::created).thenComparing(Snapshot::name))
        .toList();
  }

  /** When the one was taken that the node made before a resync; empty where there is none. */
  public Optional<String> keptBeforeResync() {
    return facts().stream()
        .flatMap(facts -> SnapshotVolume.of(volume, layers(), context, facts).stream())
        .filter(SnapshotVolume::isFromBeforeResync)
        .map(found -> found.asSnapshot(volume, node).created())
        .findFirst();
  }

  private boolean isThin() {
    return volume instanceof Layer.ThinVolume;
  }

  private String type() {
    return observed(volume.name().text()).map(Volume::type).orElse("linear");
  }

  /** What keeps a snapshot of that name from being taken here. */
  public Optional<Obstacle> toTake(SnapshotName name) {
    Optional<Volume> there = observed(volume.name().text());
    if (there.isEmpty()) {
      return Optional.of(
          new Obstacle(
              volume.name() + " is not there on " + node + ".", "Apply the cluster file first."));
    }
    Optional<String> reserved = ReservedVolumeName.partOf(name.text());
    if (reserved.isPresent()) {
      return Optional.of(
          new Obstacle(
              "LVM keeps names with '" + reserved.get() + "' for parts of its own volumes.",
              "Choose another name."));
    }
    if (name.equals(SnapshotMarks.BEFORE_RESYNC)) {
      return Optional.of(
          new Obstacle(
              name + " is what a node takes by itself before its copy is resynced.",
              "Choose another name."));
    }
    return isThin() ? thinRoom() : thickRoom(there.get());
  }

  /** How many percent full a pool may be at most when a snapshot is taken. */
  static int fullest(Layer.ThinPool pool) {
    return pool.autoExtend().isOn() ? pool.autoExtend().at().value() : 95;
  }

  // LVM refuses a thin volume where its pool is fuller than the threshold at which it should have
  // grown (lvmthin(7), "Thin pool data and metadata")
  private Optional<Obstacle> thinRoom() {
    Layer.ThinPool pool = (Layer.ThinPool) context.cluster().lowerLayers(volume).getFirst();
    int most = fullest(pool);
    return observed(pool.name().text())
        .filter(
            there ->
                there.fill().data().filter(fill -> fill >= most).isPresent()
                    || there.fill().metadata().filter(fill -> fill >= most).isPresent())
        .map(
            there ->
                new Obstacle(
                    "%s on %s is too full for a snapshot: data %s, metadata %s, the most is %d %%."
                        .formatted(
                            pool.name(),
                            node,
                            PoolRules.percent(there.fill().data()),
                            PoolRules.percent(there.fill().metadata()),
                            most),
                    "Give it room first, as in: cairn grow " + pool.name() + " SIZE"));
  }

  private Optional<Obstacle> thickRoom(Volume there) {
    Extents needed = SnapshotVolume.room(there);
    return facts()
        .flatMap(facts -> facts.group(layers().name()))
        .filter(group -> group.free().compareTo(needed) < 0)
        .map(
            group ->
                new Obstacle(
                    "%s on %s has %s free, and a snapshot of %s takes up to %s."
                        .formatted(layers().name(), node, group.free(), volume.name(), needed),
                    "Delete what is not needed in "
                        + layers().name()
                        + ", or give it more devices."));
  }

  /** Takes it, while the volume is in use; what lies over it may have to be held still. */
  public Step take(SnapshotName name) {
    return Step.layer(volume.name(), "snapshot-" + name, node)
        .says(
            "Take the snapshot " + name,
            isThin()
                ? "it was asked for; it takes room of its pool as the volume changes"
                : "it was asked for; with room for "
                    + observed(volume.name().text()).map(SnapshotVolume::room).orElse(Extents.NONE)
                    + " of changes, as much as the volume has")
        .guard(guards().isOurs())
        .guard(guards().isOurs(volume.name().text(), type()))
        .guard(guards().hasNo(nameOf(name)))
        .runs(Command.script(create(nameOf(name), SnapshotMarks.NOW, Optional.empty())))
        .check(guards().isSnapshot(nameOf(name)))
        .provides(taken(name))
        .build();
  }

  /** What holds when it is taken. */
  public Condition taken(SnapshotName name) {
    return new Condition("snapshot " + name + " of " + volume.name() + " taken on " + node);
  }

  // one of a schedule stays one of that schedule, which deletes it when its time has come
  private String create(String name, String taken, Optional<String> schedule) {
    return "lvcreate --yes --snapshot%s --name %s --addtag %s --addtag %s%s --addtag %s\"%s\" -- %s"
        .formatted(
            isThin() ? " --setactivationskip y" : " --extents 100%ORIGIN",
            name,
            tag(),
            SnapshotMarks.TAG,
            schedule.map(period -> " --addtag " + ThinSchedule.TAG + period).orElse(""),
            SnapshotMarks.TAKEN,
            taken,
            path(volume.name().text()));
  }

  /** What keeps the volume from going back to that snapshot here. */
  public Optional<Obstacle> toRollBack(SnapshotName name) {
    if (name.equals(SnapshotMarks.BEFORE_RESYNC)) {
      return Optional.of(
          new Obstacle(
              "%s of %s is of one copy alone, and of no moment that the other copies have."
                  .formatted(name, volume.name()),
              "What it is for stands in docs/operations.md, \"The other node died during a resync\"."));
    }
    Optional<Volume> there = observed(volume.name().text());
    Optional<Volume> snapshot = observed(nameOf(name));
    if (there.isEmpty() || snapshot.isEmpty()) {
      return Optional.of(
          new Obstacle(
              "%s has no snapshot %s on %s.".formatted(volume.name(), name, node),
              "Every copy has to go back to the same moment; see: cairn snapshot list "
                  + volume.name()));
    }
    if (isThin() && !there.get().size().equals(snapshot.get().size())) {
      return Optional.of(
          new Obstacle(
              "%s had %s when the snapshot %s was taken, and has %s now."
                  .formatted(volume.name(), snapshot.get().size(), name, there.get().size()),
              "What lies over it knows the larger size. Restore single files by hand, from\n  "
                  + "lvchange --activate y --ignoreactivationskip "
                  + path(nameOf(name))));
    }
    return isThin() ? thinRoom() : Optional.empty();
  }

  /**
   * Goes back to it: what it was taken of is merged with it and is what it was (lvconvert(8) {@code
   * --merge}), under its own name and tags. A merge uses a snapshot up; it is taken again at once,
   * of the same content. The volume has to be out of use.
   *
   * @param keep as which snapshot what is there now is kept, of a thin volume; another one has no
   *     room for that
   */
  public Step rollBack(SnapshotName name, SnapshotName keep) {
    String snapshot = nameOf(name);
    String here = path(volume.name().text());
    String keeping =
        isThin() ? create(nameOf(keep), SnapshotMarks.NOW, Optional.empty()) + "\n" : "";
    Optional<String> schedule =
        all().stream()
            .filter(each -> each.name().equals(name))
            .flatMap(each -> each.schedule().stream())
            .findFirst();
    String merge =
        """
        taken=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --options lv_tags -- %1$s | tr , '\\n' | sed -n 's/^ *%2$s//p')
        lvconvert --yes --merge -- %1$s
        lvchange --activate y -- %3$s
        """
            .formatted(path(snapshot), SnapshotMarks.TAKEN, here);
    return Step.layer(volume.name(), "restore-" + name, node)
        .says(
            "Go back to the snapshot " + name,
            isThin()
                ? "it was asked for; what is there now is kept as the snapshot " + keep
                : "it was asked for; what is there now is not kept")
        .mark(Mark.CHANGE)
        .effect(isThin() ? Effect.DISRUPTIVE : Effect.DESTRUCTIVE)
        .guard(guards().isOurs())
        .guard(guards().isOurs(volume.name().text(), type()))
        .guard(guards().isSnapshot(snapshot))
        .guard(guards().isClosed(volume.name().text()))
        .guard(guards().isClosed(snapshot))
        .guard(guards().hasNo(nameOf(keep)))
        .runs(
            Command.script(keeping + merge + create(snapshot, "$taken", schedule)),
            LvmCommands.SETTLE)
        .check(guards().isOurs(volume.name().text(), type()))
        .check(guards().isSnapshot(snapshot))
        .build();
  }

  /** Whether it is there, whole: one that is being merged is not. */
  public boolean has(SnapshotName name) {
    return all().stream().anyMatch(snapshot -> snapshot.name().equals(name));
  }

  /**
   * Takes the snapshot again that the merge of a restore used up, where that restore ended between
   * the two; nothing was written since. A merge that was cut off goes on when the volume is active.
   *
   * @param taken when the other copies' snapshots say they were taken
   */
  public Step takeAnew(SnapshotName name, Optional<String> taken) {
    String here = path(volume.name().text());
    return Step.layer(volume.name(), "restore-" + name, node)
        .says(
            "Take the snapshot " + name + " anew",
            "the volume has gone back to it already, which used the snapshot up")
        .mark(Mark.CHANGE)
        .guard(guards().isOurs())
        .guard(guards().isOurs(volume.name().text(), type()))
        .guard(guards().isClosed(volume.name().text()))
        .guard(guards().hasNo(nameOf(name)))
        .runs(
            Command.script(
                """
                lvchange --activate y -- %1$s
                tries=0
                while case $(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --options lv_attr -- %1$s) in *O*) true ;; *) false ;; esac; do
                  tries=$((tries + 1)); [ $tries -lt 900 ] || { echo 'the merge does not come to its end'; exit 1; }
                  sleep 1
                done
                """
                        .formatted(here)
                    + create(nameOf(name), taken.orElse(SnapshotMarks.NOW), Optional.empty())))
        .check(guards().isSnapshot(nameOf(name)))
        .build();
  }

  /** Deletes it: never what it was taken of, which has no tag of a snapshot. */
  public Step delete(SnapshotName name) {
    return Step.layer(volume.name(), "delete-snapshot-" + name, node)
        .says("Delete the snapshot " + name, "it was asked for")
        .mark(Mark.DESTROY)
        .effect(Effect.DESTRUCTIVE)
        .guard(guards().isOurs())
        .guard(guards().isSnapshot(nameOf(name)))
        .guard(guards().isClosed(nameOf(name)))
        .runs(LvmCommands.removeVolume(layers().name(), nameOf(name)))
        .check(guards().hasNo(nameOf(name)))
        .build();
  }
}
