package io.cairn.cluster;

import io.cairn.graph.LayerName;
import io.cairn.graph.NetworkName;
import io.cairn.graph.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything stands in the file.
 *
 * @param byPath by the keys from the top, joined by dots: {@code layers.r0}, {@code
 *     layers.r0.over}, {@code nodes.node1.ssh}
 */
public record Positions(Map<String, Position> byPath) {
  public Positions {
    byPath = Map.copyOf(byPath);
  }

  static Positions of(Value.Fields file, Problems problems) {
    Map<String, Position> byPath = new LinkedHashMap<>();
    collect(file, "", problems, byPath);
    return new Positions(byPath);
  }

  /** Where the layer's name stands. */
  public Optional<Position> of(LayerName layer) {
    return at("layers." + layer);
  }

  /** Where a key of the layer stands; the layer's name where the key is left out. */
  public Optional<Position> of(LayerName layer, String key) {
    return at("layers." + layer + "." + key).or(() -> of(layer));
  }

  /** Where the node's name stands. */
  public Optional<Position> of(NodeName node) {
    return at("nodes." + node);
  }

  /** Where the network's name stands. */
  public Optional<Position> of(NetworkName network) {
    return at("networks." + network);
  }

  /** Where that key stands, by its path. */
  public Optional<Position> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static void collect(
      Value.Fields fields, String prefix, Problems problems, Map<String, Position> byPath) {
    fields
        .byKey()
        .forEach(
            (key, field) -> {
              byPath.put(prefix + key, problems.position(field.key()));
              if (field.value() instanceof Value.Fields nested) {
                collect(nested, prefix + key + ".", problems, byPath);
              }
            });
  }
}
