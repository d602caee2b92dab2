package io.cairn.cluster;

import io.cairn.graph.Layer;
import java.util.List;

/**
 * What the page of a layer type says beyond its keys.
 *
 * @param title as in {@code DRBD resource}
 * @param about what it is, and when one wants it
 * @param does what Cairn does with it
 * @param refuses what Cairn refuses
 * @param example lines below {@code layers:}
 */
public record LayerPage(
    String title, String about, List<String> does, List<String> refuses, String example) {
  public LayerPage {
    does = List.copyOf(does);
    refuses = List.copyOf(refuses);
  }

  /** That of the layer's type. */
  public static LayerPage of(Layer layer) {
    return LayerGrammar.type(layer.type()).page();
  }
}
