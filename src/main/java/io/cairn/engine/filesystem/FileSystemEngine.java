package io.cairn.engine.filesystem;

import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Local file systems and their mounts: Btrfs, ext4, XFS. */
public final class FileSystemEngine implements Engine {
  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public boolean owns(Layer layer) {
    return layer instanceof Layer.FileSystem;
  }

  @Override
  public List<Probe> probes(Cluster cluster, NodeName node) {
    return FileSystemProbes.of(cluster, node);
  }

  @Override
  public List<Step> plan(Context context) {
    List<Step> steps = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .map(FileSystemFacts::of)
          .ifPresent(
              facts ->
                  FileSystemProbes.on(context.cluster(), node)
                      .forEach(
                          layer ->
                              steps.addAll(
                                  new FileSystemPlanner(layer, node, context, facts).steps())));
    }
    return List.copyOf(steps);
  }

  @Override
  public List<Step> destroy(Layer layer, Context context) {
    return new FileSystemRemoval(fileSystem(layer), context).steps();
  }

  @Override
  public List<Step> start(Layer layer, NodeName node, Context context) {
    return List.of(FileSystemPlanner.mount(fileSystem(layer), node, context));
  }

  @Override
  public List<Step> stop(Layer layer, NodeName node, Context context) {
    return List.of(FileSystemPlanner.unmount(fileSystem(layer), node, context));
  }

  @Override
  public Optional<Instant> lastWrite(Layer layer, NodeName node, Context context) {
    return context.facts(node).map(FileSystemFacts::of).flatMap(f -> f.lastWrite(layer.name()));
  }

  @Override
  public List<LayerState> states(Context context) {
    return FileSystemProbes.all(context.cluster()).stream()
        .flatMap(layer -> new FileSystemStates(layer, context).all().stream())
        .toList();
  }

  @Override
  public List<Finding> check(Context context) {
    List<Finding> findings = new ArrayList<>();
    for (NodeName node : context.cluster().nodes().keySet()) {
      context
          .facts(node)
          .map(FileSystemFacts::of)
          .ifPresent(
              facts ->
                  FileSystemProbes.on(context.cluster(), node)
                      .forEach(
                          layer ->
                              findings.addAll(FileSystemRules.of(layer, node, context, facts))));
    }
    FileSystemProbes.all(context.cluster())
        .forEach(layer -> FileSystemRules.twice(layer, context).ifPresent(findings::add));
    return List.copyOf(findings);
  }

  static String unitPath(Layer.FileSystem layer) {
    return Units.path(Units.mount(layer.mount()));
  }

  private static Layer.FileSystem fileSystem(Layer layer) {
    if (layer instanceof Layer.FileSystem fileSystem) {
      return fileSystem;
    }
    throw new IllegalArgumentException("This is a bug in Cairn: no file system: " + layer.name());
  }
}
