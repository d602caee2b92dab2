package io.cairn.cluster;

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
record LayerPage(
    String title, String about, List<String> does, List<String> refuses, String example) {
  LayerPage {
    does = List.copyOf(does);
    refuses = List.copyOf(refuses);
  }
}
