package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.engine.lvm.VolumeSnapshots;
import io.cairn.engine.lvm.VolumeSnapshots.Obstacle;
import io.cairn.engine.lxc.SubvolumeSnapshots;
import io.cairn.graph.Layer;
import io.cairn.plan.Plan;
import io.cairn.plan.Selection;
import io.cairn.run.Runner;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Snapshots at every level: of the subvolumes of a Btrfs, of a volume with what lies over it, and
 * of all copies of a DRBD resource at one moment. None is a backup: it is on the same disk.
 */
public final class Snapshots {
  private final Context context;

  /** Snapshots as one survey shows them. */
  public Snapshots(Context context) {
    this.context = context;
  }

  /** What can be done about a request. */
  public sealed interface Answer {
    /**
     * This plan does it.
     *
     * @param amends what has to be done at once where it ends early
     * @param rest what an apply has to bring into use again afterwards
     */
    record Possible(Plan plan, Plan amends, Optional<Selection> rest) implements Answer {}

    /** It cannot be done. */
    record Refused(String why, String correction) implements Answer {}
  }

  /** Runs a plan of an answer; where it ends early, what it was about to undo is undone. */
  public static Runner.Report run(Site site, Answer.Possible possible) {
    Runner.Report report = site.run(possible.plan());
    if (!report.isComplete() && !possible.amends().isEmpty()) {
      site.runThrough(possible.amends());
    }
    return report;
  }

  /** The layer's snapshots on every node that shows some, the oldest first on each. */
  public List<Snapshot> of(Layer layer) {
    return switch (SnapshotTarget.of(layer, context)) {
      case SnapshotTarget.Subvolumes _ -> new SubvolumeSnapshots(context).of(layer);
      case SnapshotTarget.Volumes volumes ->
          volumes(volumes).flatMap(volume -> volume.all().stream()).toList();
      case SnapshotTarget.Nothing _ -> List.of();
    };
  }

  /** All snapshots in the cluster, each once. */
  public List<Snapshot> all() {
    return context.cluster().layers().values().stream()
        .flatMap(layer -> of(layer).stream())
        .distinct()
        .toList();
  }

  private Stream<VolumeSnapshots> volumes(SnapshotTarget.Volumes volumes) {
    return volumes.byNode().entrySet().stream()
        .map(each -> new VolumeSnapshots(each.getValue(), each.getKey(), context));
  }

  /** Takes a snapshot, while everything is in use. */
  public Answer create(Layer layer, SnapshotName name) {
    if (name.isOfSchedule()) {
      return new Answer.Refused(
          "Names that begin as '" + name + "' are those of schedules.", "Choose another name.");
    }
    return switch (SnapshotTarget.of(layer, context)) {
      case SnapshotTarget.Subvolumes _ ->
          subvolumes(new SubvolumeSnapshots(context).create(layer, name));
      case SnapshotTarget.Volumes volumes ->
          silent(volumes)
              .or(() -> there(volumes, name))
              .or(() -> obstacle(volumes(volumes), volume -> volume.toTake(name)))
              .or(() -> new VolumeSet(volumes, context).apart())
              .orElseGet(() -> new VolumeSet(volumes, context).take(name));
      case SnapshotTarget.Nothing(var why, var correction) -> new Answer.Refused(why, correction);
    };
  }

  /** Goes back to a snapshot; what runs is stopped before and started after. */
  public Answer restore(Layer layer, SnapshotName name) {
    return switch (SnapshotTarget.of(layer, context)) {
      case SnapshotTarget.Subvolumes _ ->
          subvolumes(new SubvolumeSnapshots(context).restore(layer, name));
      case SnapshotTarget.Volumes volumes ->
          silent(volumes).orElseGet(() -> restore(layer, volumes, name));
      case SnapshotTarget.Nothing(var why, var correction) -> new Answer.Refused(why, correction);
    };
  }

  private Answer restore(Layer layer, SnapshotTarget.Volumes volumes, SnapshotName name) {
    VolumeSet set = new VolumeSet(volumes, context);
    List<VolumeSnapshots> toGo =
        volumes(volumes).filter(volume -> !set.isBack(volume, name)).toList();
    return (toGo.isEmpty() ? Optional.<Answer>empty() : unknown(layer, name))
        .or(() -> obstacle(toGo.stream(), volume -> volume.toRollBack(name)))
        .or(set::cannotStop)
        .orElseGet(() -> set.rollBack(name));
  }

  /** Deletes a snapshot; never what it was taken of. */
  public Answer delete(Layer layer, SnapshotName name) {
    return switch (SnapshotTarget.of(layer, context)) {
      case SnapshotTarget.Subvolumes _ ->
          subvolumes(new SubvolumeSnapshots(context).delete(layer, name));
      case SnapshotTarget.Volumes volumes ->
          unknown(layer, name)
              .or(() -> new VolumeSet(volumes, context).neededToGoBack(name))
              .orElseGet(
                  () ->
                      simply(
                          volumes(volumes)
                              .filter(volume -> volume.has(name))
                              .map(volume -> volume.delete(name))
                              .toList()));
      case SnapshotTarget.Nothing(var why, var correction) -> new Answer.Refused(why, correction);
    };
  }

  /**
   * Copies a container, running or not, to a new one that is not started: it is to be declared in
   * the cluster file, and {@code apply} does the rest.
   *
   * @param copy over the same file system, with a name and address of its own
   */
  public Answer clone(Layer.Lxc layer, Layer.Lxc copy) {
    return subvolumes(new SubvolumeSnapshots(context).clone(layer, copy));
  }

  private static Answer simply(List<Step> steps) {
    return new Answer.Possible(Plan.of(steps), Plan.EMPTY, Optional.empty());
  }

  private static Answer subvolumes(SubvolumeSnapshots.Answer answer) {
    return switch (answer) {
      case SubvolumeSnapshots.Answer.Steps(var steps) -> simply(steps);
      case SubvolumeSnapshots.Answer.Refused(var why, var correction) ->
          new Answer.Refused(why, correction);
    };
  }

  /** Every copy has to be asked: what one of them has alone is no snapshot of the layer. */
  private Optional<Answer> silent(SnapshotTarget.Volumes volumes) {
    return volumes.byNode().keySet().stream()
        .filter(node -> context.facts(node).isEmpty())
        .findFirst()
        .map(
            node ->
                new Answer.Refused(
                    node + " does not answer: " + context.observed().unreachable().get(node),
                    "All copies are of one moment, or it is none. Repair the way to it first."));
  }

  private Optional<Answer> there(SnapshotTarget.Volumes volumes, SnapshotName name) {
    return volumes(volumes)
        .filter(volume -> volume.has(name))
        .findFirst()
        .map(
            volume ->
                new Answer.Refused(
                    "%s has a snapshot %s already, on %s."
                        .formatted(volume.volume().name(), name, volume.node()),
                    "Choose another name, or delete that one first."));
  }

  private Optional<Answer> obstacle(
      Stream<VolumeSnapshots> volumes, Function<VolumeSnapshots, Optional<Obstacle>> question) {
    return volumes
        .flatMap(volume -> question.apply(volume).stream())
        .findFirst()
        .map(found -> new Answer.Refused(found.why(), found.correction()));
  }

  private Optional<Answer> unknown(Layer layer, SnapshotName name) {
    List<Snapshot> known = of(layer);
    if (known.stream().anyMatch(snapshot -> snapshot.name().equals(name))) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer.Refused(
            layer.name() + " has no snapshot " + name + ".",
            known.isEmpty()
                ? "It has none. Take one with: cairn snapshot create " + layer.name() + " " + name
                : "It has "
                    + String.join(
                        ", ", known.stream().map(s -> s.name().text()).distinct().toList())));
  }
}
