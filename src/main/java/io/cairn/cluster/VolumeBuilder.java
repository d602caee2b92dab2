package io.cairn.cluster;

import static io.cairn.cluster.GraphBuilder.nodes;
import static io.cairn.cluster.GraphBuilder.over;
import static io.cairn.cluster.GraphBuilder.size;
import static io.cairn.cluster.GraphBuilder.text;

import io.cairn.graph.AutoExtend;
import io.cairn.graph.Below;
import io.cairn.graph.Cache;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.Percent;
import io.cairn.graph.VolumeSize;
import java.util.Optional;

/** Makes volumes and thin pools of drafts in which nothing is wrong. */
final class VolumeBuilder {
  private VolumeBuilder() {}

  static Layer.LogicalVolume volume(LayerName name, Below over, Value.Fields layer) {
    return new Layer.LogicalVolume(
        name,
        over,
        nodes(layer),
        layer.value("on").map(GraphBuilder::over),
        volumeSize(layer),
        layer.fields("cache").map(VolumeBuilder::cache));
  }

  static Layer.ThinPool pool(LayerName name, Below over, Value.Fields layer) {
    return new Layer.ThinPool(
        name,
        over,
        nodes(layer),
        layer.value("on").map(GraphBuilder::over),
        volumeSize(layer),
        size(layer, "metadata"),
        size(layer, "chunk"),
        layer
            .fields("autoextend")
            .map(fields -> new AutoExtend(percent(fields, "at"), percent(fields, "by")))
            .orElse(AutoExtend.DEFAULT));
  }

  private static VolumeSize volumeSize(Value.Fields layer) {
    return VolumeSize.parse(text(layer, "size")).orElseThrow();
  }

  private static Cache cache(Value.Fields cache) {
    Cache.Kind kind = kind(cache);
    return new Cache(
        over(cache.value("on").orElseThrow()),
        size(cache, "size").orElseThrow(),
        size(cache, "metadata"),
        mode(cache, kind),
        kind);
  }

  static Cache.Kind kind(Value.Fields cache) {
    return cache.word("type").filter(word -> word.text().equals("dm-writecache")).isPresent()
        ? Cache.Kind.DM_WRITECACHE
        : Cache.Kind.DM_CACHE;
  }

  static Cache.Mode mode(Value.Fields cache, Cache.Kind kind) {
    Optional<String> said = cache.word("mode").map(Value.Word::text);
    Cache.Mode otherwise =
        switch (kind) {
          case DM_CACHE -> Cache.Mode.WRITETHROUGH;
          case DM_WRITECACHE -> Cache.Mode.WRITEBACK;
        };
    return said.map(
            word -> word.equals("writeback") ? Cache.Mode.WRITEBACK : Cache.Mode.WRITETHROUGH)
        .orElse(otherwise);
  }

  static Percent percent(Value.Word word) {
    return Percent.parse(word.text()).orElseThrow();
  }

  private static Percent percent(Value.Fields fields, String key) {
    return percent(fields.word(key).orElseThrow());
  }
}
