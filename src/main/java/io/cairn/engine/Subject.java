package io.cairn.engine;

import io.cairn.graph.LayerName;

/** What a step is about. */
public sealed interface Subject {
  /** A layer of the cluster file. */
  record OfLayer(LayerName layer) implements Subject {}

  /** A setting of the node itself, as in {@code packages}. */
  record OfNode(String aspect) implements Subject {}

  /** The word that stands for it in a plan. */
  default String word() {
    return switch (this) {
      case OfLayer(var layer) -> layer.text();
      case OfNode(var aspect) -> aspect;
    };
  }
}
