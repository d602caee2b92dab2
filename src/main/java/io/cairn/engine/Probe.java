package io.cairn.engine;

import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;

/**
 * One question to a node: a piece of POSIX shell that only reads. Probes of the same name are asked
 * once.
 *
 * @param name unique, as in {@code drbd:proc}
 * @param script what answers it; runs under {@code LC_ALL=C}, its exit status and both outputs are
 *     kept
 */
public record Probe(String name, String script) {
  /** A file's text; answered as {@link NodeFacts#file}. */
  public static Probe file(String path) {
    String quoted = Shell.quote(path);
    // exit 3 tells "not there" from "not readable"
    return new Probe("file:" + path, "[ -e " + quoted + " ] || exit 3; cat " + quoted);
  }

  /** A command; exit status 127 tells that the tool is not installed. */
  public static Probe command(String name, List<String> argv) {
    return new Probe(name, Shell.join(argv));
  }

  /**
   * Where a probe looks for the device below a layer, before anything is known of the node. Empty
   * text where no name is known.
   */
  public static String pathBelow(Layer layer, NodeName node, Cluster cluster) {
    return path(cluster.below(layer, node), node, cluster);
  }

  /** Likewise for one of several things that a layer lies over. */
  public static String path(Below.Ground ground, NodeName node, Cluster cluster) {
    return switch (ground) {
      case Below.OnDisk(var path) -> path.text();
      case Below.OnLayer(var lower) ->
          DeviceNames.of(cluster.layer(lower), node, cluster).map(DevicePath::text).orElse("");
    };
  }
}
