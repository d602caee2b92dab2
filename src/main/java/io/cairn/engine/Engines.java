package io.cairn.engine;

import io.cairn.graph.Layer;
import java.util.List;

/** All engines, in the order of the stack; built once, at the top. */
public record Engines(List<Engine> all) {
  public Engines {
    all = List.copyOf(all);
  }

  /** The engine that owns the layer. */
  public Engine of(Layer layer) {
    return all.stream()
        .filter(engine -> engine.owns(layer))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("This is a bug in Cairn: no engine owns " + layer));
  }
}
