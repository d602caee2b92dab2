package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.DeviceNames;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.Guard;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Extents;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** LVM: volume groups, volumes with or without a cache, thin pools and thin volumes. */
public final class LvmEngine implements Engine {
  @Override
  public String name() {
    return "lvm";
  }

  @Override
  public boolean owns(Layer layer) {
    return switch (layer) {
      case Layer.VolumeGroup _, Layer.LogicalVolume _, Layer.ThinPool _, Layer.ThinVolume _ -> true;
      case Layer.Partition _, Layer.Raid _, Layer.Drbd _, Layer.FileSystem _, Layer.Lxc _ -> false;
    };
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return LvmProbes.of(cluster, node);
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      List<Layer.VolumeGroup> groups = GroupLayers.on(context.cluster(), node);
      Optional<LvmFacts> facts = context.facts(node).map(LvmFacts::of);
      if (groups.isEmpty() || facts.filter(f -> f.unknown().isEmpty()).isEmpty()) {
        continue;
      }
      new ViewPlanner(node, DeviceView.of(node, context), facts.get()).step().ifPresent(steps::add);
      for (Layer.VolumeGroup group : groups) {
        GroupLayers layers = new GroupLayers(group, context.cluster()).at(node);
        steps.addAll(new GroupPlanner(layers, node, context, facts.get()).steps());
        ThinSchedule.of(layers)
            .forEach(schedule -> schedule.plan(node, context).ifPresent(steps::add));
      }
      new FillWatch(node, context.cluster()).step(facts.get()).ifPresent(steps::add);
    }
    return List.copyOf(steps);
  }

  @Override
  public List<Step> destroy(Layer layer, Context context) {
    return LvmRemoval.of(layer, context).steps();
  }

  /** A volume's device; a group and a pool have none. */
  @Override
  public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
    return DeviceNames.of(layer, node, context.cluster());
  }

  /** As observed, else as the arithmetic of the group gives it. */
  @Override
  public Optional<Size> size(Layer layer, NodeName node, Context context) {
    return Engine.super.size(layer, node, context).or(() -> expected(layer, node, context));
  }

  /** What is there grows to what is declared with a size of its own. */
  @Override
  public Optional<Size> sizeGrown(Layer layer, NodeName node, Context context) {
    Optional<Size> now = size(layer, node, context);
    return Stream.concat(now.stream(), VolumeGrowth.declared(layer).stream()).max(Size::compareTo);
  }

  /** What no block was ever given to reads as zeros (kernel documentation, thin-provisioning). */
  @Override
  public Optional<Guard> readsAsZeros(Layer layer, NodeName node, Context context) {
    return layer instanceof Layer.ThinVolume
        ? device(layer, node, context).map(LvmGuards::isUnmapped)
        : Optional.empty();
  }

  @Override
  public Optional<String> keptBeforeResync(Layer layer, NodeName node, Context context) {
    return new VolumeSnapshots(layer, node, context).keptBeforeResync();
  }

  private static Optional<Size> expected(Layer layer, NodeName node, Context context) {
    if (layer instanceof Layer.ThinVolume thin) {
      return Optional.of(Extents.holding(thin.size()).size());
    }
    return layer instanceof Layer.LogicalVolume
        ? context
            .facts(node)
            .map(LvmFacts::of)
            .flatMap(
                facts -> Room.of(GroupLayers.of(layer, context.cluster()), node, context, facts))
            .map(room -> room.part(layer.name()).data().size())
        : Optional.empty();
  }

  @Override
  public List<Step> start(Layer layer, NodeName node, Context context) {
    return moves(layer, context)
        ? List.of(GroupPlanner.start(GroupLayers.of(layer, context.cluster()), node, context))
        : List.of();
  }

  @Override
  public List<Step> stop(Layer layer, NodeName node, Context context) {
    return moves(layer, context)
        ? List.of(GroupPlanner.stop(GroupLayers.of(layer, context.cluster()), node, context))
        : List.of();
  }

  /** The volumes of a group come and go with it; one that is not replicated stays where it is. */
  private static boolean moves(Layer layer, Context context) {
    return layer instanceof Layer.VolumeGroup
        && context.cluster().replicatedBase(layer).isPresent();
  }

  /** A device of a volume group that is gone from a node. */
  public sealed interface Loss {
    /** All devices of the group are there, as far as the node says. */
    record None() implements Loss {}

    /** It cannot be taken out of the group without loss, or nobody can tell. */
    record Final(String why) implements Loss {}

    /** Only caches lay on it that hold nothing back. */
    record Bearable(List<Step> steps) implements Loss {
      public Bearable {
        steps = List.copyOf(steps);
      }
    }
  }

  /** What can be done about a lost device of that group on that node. */
  public Loss loss(Layer.VolumeGroup group, NodeName node, Context context) {
    Optional<LvmFacts> facts = context.facts(node).map(LvmFacts::of);
    if (facts.isEmpty() || facts.get().unknown().isPresent()) {
      return new Loss.Final("LVM on " + node + " does not say what is there");
    }
    LostDevice lost =
        new LostDevice(new GroupLayers(group, context.cluster()), node, context, facts.get());
    return lost.isLost()
        ? lost.obstacle()
            .<Loss>map(Loss.Final::new)
            .orElseGet(() -> new Loss.Bearable(lost.steps()))
        : new Loss.None();
  }

  @Override
  public List<LayerState> states(Context context) {
    return GroupLayers.all(context.cluster()).stream()
        .flatMap(
            group ->
                new LvmStates(new GroupLayers(group, context.cluster()), context).all().stream())
        .toList();
  }

  @Override
  public List<Finding> check(Context context) {
    List<Finding> findings = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      List<Layer.VolumeGroup> groups = GroupLayers.on(context.cluster(), node);
      Optional<LvmFacts> facts = context.facts(node).map(LvmFacts::of);
      if (groups.isEmpty() || facts.isEmpty()) {
        continue;
      }
      findings.addAll(new NodeRules(node, DeviceView.of(node, context), facts.get()).findings());
      for (Layer.VolumeGroup group : groups) {
        GroupLayers layers = new GroupLayers(group, context.cluster()).at(node);
        findings.addAll(new GroupRules(layers, node, context, facts.get()).findings());
        ThinSchedule.of(layers)
            .forEach(schedule -> findings.addAll(schedule.findings(node, context, facts.get())));
      }
    }
    return List.copyOf(findings);
  }
}
