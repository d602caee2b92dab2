package io.cairn.engine.later;

import io.cairn.engine.Context;
import io.cairn.engine.DeviceNames;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses what is declared and not built yet. */
public final class LaterEngine implements Engine {
  @Override
  public String name() {
    return "later";
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
    return List.of();
  }

  @Override
  public List<Step> plan(Context context) {
    return List.of();
  }

  @Override
  public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
    return DeviceNames.of(layer, node, context.cluster());
  }

  @Override
  public List<LayerState> states(Context context) {
    return owned(context.cluster())
        .flatMap(
            layer ->
                context.cluster().nodesOf(layer).stream()
                    .map(
                        node ->
                            new LayerState(
                                layer.name(),
                                node,
                                Health.UNKNOWN,
                                "unknown",
                                "not built by this version",
                                Optional.empty(),
                                List.of())))
        .toList();
  }

  @Override
  public List<Finding> check(Cluster cluster) {
    List<Layer> layers = owned(cluster).toList();
    if (layers.isEmpty()) {
      return List.of();
    }
    String names = layers.stream().map(l -> l.name().text()).collect(Collectors.joining(", "));
    String types = layers.stream().map(Layer::type).distinct().collect(Collectors.joining(", "));
    return List.of(
        Finding.error("LATER-01", "Not built yet")
            .at(names)
            .saw("layers of the types " + types, "layers that this version of Cairn builds")
            .because(
                "The file is right, and what lies over these layers cannot be built without them.",
                "Leave them out, with what lies over them, until a version of Cairn builds them."));
  }

  private Stream<Layer> owned(Cluster cluster) {
    return cluster.layers().values().stream().filter(this::owns);
  }
}
