package io.cairn.engine.raid;

import io.cairn.engine.Context;
import io.cairn.engine.DeviceNames;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arrays of the md driver. */
public final class RaidEngine implements Engine {
  @Override
  public String name() {
    return "raid";
  }

  @Override
  public boolean owns(Layer layer) {
    return layer instanceof Layer.Raid;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return RaidProbes.of(cluster, node);
  }

  @Override
  public List<Step> plan(Context context) {
    return views(context).stream()
        .flatMap(view -> new RaidPlanner(view, context).steps().stream())
        .toList();
  }

  @Override
  public List<Step> destroy(Layer layer, Context context) {
    return views(context).stream()
        .filter(view -> view.layer().equals(layer))
        .flatMap(view -> new RaidRemoval(view, context).steps().stream())
        .toList();
  }

  @Override
  public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
    return DeviceNames.of(layer, node, context.cluster());
  }

  /** As observed; before it is made, the least that it will hold. */
  @Override
  public Optional<Size> size(Layer layer, NodeName node, Context context) {
    return Engine.super.size(layer, node, context).or(() -> expected(layer, node, context));
  }

  private static Optional<Size> expected(Layer layer, NodeName node, Context context) {
    List<Below.Ground> members = context.cluster().allBelow(layer, node);
    List<Size> sizes =
        members.stream().flatMap(member -> context.size(member, node).stream()).toList();
    return layer instanceof Layer.Raid raid && sizes.size() == members.size()
        ? Optional.of(ArrayRoom.atLeast(raid.level(), sizes))
        : Optional.empty();
  }

  @Override
  public List<LayerState> states(Context context) {
    return RaidProbes.all(context.cluster()).stream()
        .flatMap(layer -> new RaidStates(layer, context).all().stream())
        .toList();
  }

  @Override
  public List<Finding> check(Context context) {
    return views(context).stream().flatMap(view -> RaidRules.of(view).stream()).toList();
  }

  /** Every declared array on every node that answered. */
  private static List<RaidView> views(Context context) {
    List<RaidView> views = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .map(RaidFacts::of)
          .ifPresent(
              facts ->
                  RaidProbes.on(context.cluster(), node)
                      .forEach(layer -> views.add(RaidView.of(layer, node, context, facts))));
    }
    return List.copyOf(views);
  }
}
