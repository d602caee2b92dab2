package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.filesystem.Stillness;
import io.cairn.engine.lvm.VolumeSnapshots;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Snapshots.Answer;
import io.cairn.plan.Plan;
import io.cairn.plan.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Volumes that are snapshotted and go back as one, with all that lies over them.
 *
 * <p>The copies of a DRBD resource are taken while everything over it is held still and nothing is
 * on its way, metadata included. So they are as if all nodes had lost power at that moment, and
 * when all of them go back, DRBD makes of them what it makes of that: blocks that were in its
 * activity log are copied from the node that was primary, and nothing else (User's Guide 8.4, "The
 * Activity Log").
 */
record VolumeSet(SnapshotTarget.Volumes volumes, Context context) {
  private static final DrbdEngine DRBD = new DrbdEngine();

  private Cluster cluster() {
    return context.cluster();
  }

  private List<VolumeSnapshots> each() {
    return volumes.byNode().entrySet().stream()
        .map(one -> new VolumeSnapshots(one.getValue(), one.getKey(), context))
        .toList();
  }

  /** Everything over the volumes, bottom up. */
  private List<Layer> over() {
    Set<Layer> over = new LinkedHashSet<>();
    volumes.all().forEach(volume -> over.addAll(cluster().upFrom(volume)));
    over.removeAll(volumes.all());
    return cluster().bottomUp().stream().filter(over::contains).toList();
  }

  private List<LayerState> states(Layer layer) {
    return context.engines().of(layer).states(context).stream()
        .filter(state -> state.layer().equals(layer.name()))
        .toList();
  }

  /** Copies that are not equal are of no one moment. */
  Optional<Answer> apart() {
    for (Layer.Drbd resource : volumes.resources()) {
      for (LayerState state : states(resource)) {
        if (state.health() != Health.OK) {
          return Optional.of(
              new Answer.Refused(
                  "%s on %s is %s%s: its copies are not of one moment now."
                      .formatted(
                          resource.name(),
                          state.node(),
                          state.role(),
                          state.detail().isEmpty() ? "" : ", " + state.detail()),
                  "Wait until 'cairn status' shows it in sync, or mend what it names."));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The file systems that are mounted over the volumes, by node. LVM itself holds still what lies
   * directly on a volume, and fails on what is held already.
   */
  private Map<NodeName, List<Layer.FileSystem>> mounted() {
    Map<NodeName, List<Layer.FileSystem>> mounted = new LinkedHashMap<>();
    for (Layer layer : over()) {
      if (layer instanceof Layer.FileSystem fileSystem
          && cluster().lowerLayers(fileSystem).stream().noneMatch(volumes.all()::contains)) {
        states(fileSystem).stream()
            .filter(state -> state.role().equals("mounted"))
            .forEach(
                state ->
                    mounted.computeIfAbsent(state.node(), _ -> new ArrayList<>()).add(fileSystem));
      }
    }
    return mounted;
  }

  private LayerName subject() {
    return volumes.resources().isEmpty()
        ? volumes.all().iterator().next().name()
        : volumes.resources().getLast().name();
  }

  Answer take(SnapshotName name) {
    List<Stillness> still =
        mounted().entrySet().stream()
            .map(one -> new Stillness(subject(), one.getValue(), one.getKey(), context))
            .toList();
    List<Step> drain =
        volumes.resources().reversed().stream()
            .flatMap(resource -> DRBD.drain(resource, context).stream())
            .toList();
    Plan letGo = Plan.of(still.stream().map(Stillness::letThemGo).toList());
    Plan plan =
        Plan.of(still.stream().map(Stillness::hold).toList())
            .then(Plan.of(drain))
            .then(Plan.of(each().stream().map(volume -> volume.take(name)).toList()))
            .then(letGo);
    return new Answer.Possible(plan, letGo, Optional.empty());
  }

  /** A group that does not move is never out of use. */
  Optional<Answer> cannotStop() {
    return over().stream()
        .filter(Layer.VolumeGroup.class::isInstance)
        .filter(group -> cluster().replicatedBase(group).isEmpty())
        .findFirst()
        .map(
            group ->
                new Answer.Refused(
                    group.name() + " lies over it, which Cairn does not take out of use.",
                    "Restore a volume that lies higher."));
  }

  /** Stops everything over them, has them go back, and starts everything again. */
  Answer rollBack(SnapshotName name) {
    SnapshotName keep = keep();
    Plan back =
        Plan.of(
            each().stream()
                .map(
                    volume ->
                        isBack(volume, name)
                            ? volume.takeAnew(name, taken(name))
                            : volume.rollBack(name, keep))
                .toList());
    return volumes.resources().isEmpty() ? alone(back) : copies(back, name);
  }

  /**
   * Whether that copy went back already, in a restore that ended early: its resource is kept down
   * since, so nothing was written.
   */
  boolean isBack(VolumeSnapshots volume, SnapshotName name) {
    return !volume.has(name)
        && volumes.resources().stream()
            .flatMap(resource -> DRBD.goingBackTo(resource, volume.node(), context).stream())
            .anyMatch(name::equals);
  }

  /** Where it is missing, its copy counts as back: see {@link #isBack}. */
  Optional<Answer> neededToGoBack(SnapshotName name) {
    return volumes.resources().stream()
        .filter(
            resource ->
                volumes.byNode().keySet().stream()
                    .flatMap(node -> DRBD.goingBackTo(resource, node, context).stream())
                    .anyMatch(name::equals))
        .findFirst()
        .map(
            resource ->
                new Answer.Refused(
                    "%s is going back to %s, and not all of its copies are there yet."
                        .formatted(resource.name(), name),
                    "End that first: cairn snapshot restore %s %s"
                        .formatted(resource.name(), name)));
  }

  private Optional<String> taken(SnapshotName name) {
    return each().stream()
        .flatMap(volume -> volume.all().stream())
        .filter(snapshot -> snapshot.name().equals(name))
        .map(Snapshot::created)
        .findFirst();
  }

  /** The same name on every node: what is kept can be gone back to as one, too. */
  private SnapshotName keep() {
    Set<String> taken =
        each().stream()
            .flatMap(volume -> volume.all().stream())
            .map(snapshot -> snapshot.name().text())
            .collect(Collectors.toSet());
    return IntStream.iterate(1, number -> number + 1)
        .mapToObj(number -> "before-restore-" + number)
        .filter(name -> !taken.contains(name))
        .findFirst()
        .map(SnapshotName::new)
        .orElseThrow();
  }

  private Answer alone(Plan back) {
    List<Step> stops = new ArrayList<>();
    List<Step> starts = new ArrayList<>();
    for (NodeName node : volumes.byNode().keySet()) {
      for (Layer layer : over().reversed()) {
        stops.addAll(context.engines().of(layer).stop(layer, node, context));
      }
      for (Layer layer : over()) {
        starts.addAll(context.engines().of(layer).start(layer, node, context));
      }
    }
    return new Answer.Possible(
        Plan.of(stops).then(back).then(Plan.of(starts)), Plan.EMPTY, Optional.empty());
  }

  private Answer copies(Plan back, SnapshotName name) {
    Plan plan = Plan.EMPTY;
    for (Layer.Drbd resource : volumes.resources().reversed()) {
      plan = plan.then(Plan.of(stops(resource)));
    }
    for (Layer.Drbd resource : volumes.resources().reversed()) {
      plan = plan.then(Plan.of(DRBD.takeDown(resource, name, context)));
    }
    Plan up =
        Plan.of(
            volumes.resources().stream()
                .flatMap(resource -> DRBD.allowUp(resource, context).stream())
                .toList());
    Set<LayerName> rest = new LinkedHashSet<>();
    over().forEach(layer -> rest.add(layer.name()));
    return new Answer.Possible(
        plan.then(back).then(up), Plan.EMPTY, Optional.of(new Selection(Set.of(), rest)));
  }

  /** What lies over it; it is not demoted, by which the node would forget that it is its own. */
  private List<Step> stops(Layer.Drbd resource) {
    List<Step> stops = new ArrayList<>();
    for (NodeName node : Shift.primaries(context, resource)) {
      for (Layer layer : Shift.stack(cluster(), resource).reversed()) {
        if (!layer.equals(resource)) {
          stops.addAll(context.engines().of(layer).stop(layer, node, context));
        }
      }
    }
    return stops;
  }
}
