package io.cairn.engine.disk;

import io.cairn.engine.Blanking;
import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * GPT partitions. Nearly all that it has to know of a node stands in the facts that every survey
 * has.
 */
public final class DiskEngine implements Engine {
  @Override
  public String name() {
    return "disk";
  }

  @Override
  public boolean owns(Layer layer) {
    return layer instanceof Layer.Partition;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return cluster.disksOf(node).entrySet().stream()
        .filter(disk -> disk.getValue().stream().anyMatch(Layer.Partition.class::isInstance))
        .map(disk -> Blanking.probe(disk.getKey().text()))
        .toList();
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      views(node, context).forEach(view -> steps.addAll(new DiskPlanner(view).steps()));
    }
    return List.copyOf(steps);
  }

  private static List<DiskView> views(NodeName node, Context context) {
    return context.facts(node).map(facts -> DiskView.of(node, facts, context)).orElse(List.of());
  }

  @Override
  public List<Step> destroy(Layer layer, Context context) {
    List<Step> steps = new ArrayList<>();
    if (!context.allowedDestruction().contains(layer.name())) {
      return steps;
    }
    for (NodeName node : context.cluster().nodesOf(layer)) {
      views(node, context).stream()
          .filter(view -> view.declared().contains(layer))
          .forEach(
              view ->
                  new DiskPlanner(view).delete(partition(layer), context).ifPresent(steps::add));
    }
    return steps;
  }

  @Override
  public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
    return Optional.of(PartitionName.device(partition(layer)));
  }

  @Override
  public Optional<Size> size(Layer layer, NodeName node, Context context) {
    return views(node, context).stream()
        .filter(view -> view.declared().contains(layer))
        .flatMap(view -> view.size(partition(layer)).stream())
        .findFirst();
  }

  @Override
  public List<LayerState> states(Context context) {
    return all(context.cluster()).stream()
        .flatMap(layer -> new DiskStates(layer, context).all().stream())
        .toList();
  }

  @Override
  public List<Finding> check(Context context) {
    return DiskRules.of(context);
  }

  static List<Layer.Partition> all(Cluster cluster) {
    return cluster.bottomUp().stream()
        .filter(Layer.Partition.class::isInstance)
        .map(Layer.Partition.class::cast)
        .toList();
  }

  private static Layer.Partition partition(Layer layer) {
    if (layer instanceof Layer.Partition partition) {
      return partition;
    }
    throw new IllegalArgumentException("This is a bug in Cairn: no partition: " + layer.name());
  }
}
