package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a group and its volumes are on their nodes. */
record LvmStates(GroupLayers layers, Context context) {

  List<LayerState> all() {
    List<LayerState> states = new ArrayList<>();
    for (NodeName node : context.cluster().nodesOf(layers.group())) {
      Optional<LvmFacts> facts = context.facts(node).map(LvmFacts::of);
      states.add(
          facts
              .map(f -> group(node, f))
              .orElseGet(() -> unknown(layers.group(), node, "the node does not answer")));
      for (Layer layer : layers.all()) {
        states.add(
            facts
                .map(f -> volume(layer, node, f))
                .orElseGet(() -> unknown(layer, node, "the node does not answer")));
      }
    }
    return List.copyOf(states);
  }

  private static LayerState unknown(Layer layer, NodeName node, String why) {
    return state(layer, node, Health.UNKNOWN, "unknown", why, Optional.empty(), List.of());
  }

  private static LayerState state(
      Layer layer,
      NodeName node,
      Health health,
      String role,
      String detail,
      Optional<LayerState.Fill> fill,
      List<Finding> findings) {
    return new LayerState(layer.name(), node, health, role, detail, fill, findings);
  }

  private GroupRules rules(NodeName node, LvmFacts facts) {
    return new GroupRules(layers, node, context, facts);
  }

  /** Where nothing can be said: LVM does not answer, or the group is in use on another node. */
  private Optional<LayerState> silent(Layer layer, NodeName node, LvmFacts facts) {
    if (facts.unknown().isPresent()) {
      return Optional.of(unknown(layer, node, facts.unknown().get()));
    }
    boolean rests =
        layers.isReplicated()
            && facts.group(layers.name()).isEmpty()
            && !context.activeOn(layers.group()).contains(node);
    if (rests) {
      return Optional.of(state(layer, node, Health.OK, "standby", "", Optional.empty(), List.of()));
    }
    return facts.hides(layers, context.devicesBelow(layers.group(), node))
        ? Optional.of(
            state(
                layer,
                node,
                Health.ABSENT,
                "not in use",
                "the resource below it is not primary",
                Optional.empty(),
                List.of()))
        : Optional.empty();
  }

  private LayerState group(NodeName node, LvmFacts facts) {
    return silent(layers.group(), node, facts)
        .orElseGet(
            () -> {
              List<Finding> wrong = rules(node, facts).forGroup();
              return facts
                  .group(layers.name())
                  .map(group -> group(node, group, wrong))
                  .orElseGet(
                      () ->
                          state(
                              layers.group(),
                              node,
                              wrong.isEmpty() ? Health.ABSENT : Health.FAILED,
                              "absent",
                              "no group of that name",
                              Optional.empty(),
                              wrong));
            });
  }

  private LayerState group(NodeName node, Group group, List<Finding> wrong) {
    Health health = worst(wrong, group.missing() > 0 ? Health.FAILED : Health.OK);
    Size used = new Size(group.total().size().bytes() - group.free().size().bytes());
    return state(
        layers.group(),
        node,
        health,
        "present",
        group.free().size() + " free",
        Optional.of(new LayerState.Fill(used, group.total().size())),
        wrong);
  }

  private static Health worst(List<Finding> wrong, Health otherwise) {
    if (wrong.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR)) {
      return Health.FAILED;
    }
    return wrong.isEmpty() || otherwise != Health.OK ? otherwise : Health.DEGRADED;
  }

  private LayerState volume(Layer layer, NodeName node, LvmFacts facts) {
    return silent(layer, node, facts)
        .orElseGet(
            () -> {
              List<Finding> wrong =
                  new ArrayList<>(new VolumeRules(layer, layers, node, context, facts).findings());
              if (layer instanceof Layer.ThinVolume thin) {
                wrong.addAll(
                    new ThinSchedule(thin, context.cluster()).findings(node, context, facts));
              }
              return facts
                  .volume(layers.name(), layer.name().text())
                  .map(volume -> volume(layer, node, volume, facts, wrong))
                  .orElseGet(
                      () ->
                          state(
                              layer,
                              node,
                              Health.ABSENT,
                              "absent",
                              "no volume of that name in " + layers.name(),
                              Optional.empty(),
                              wrong));
            });
  }

  private LayerState volume(
      Layer layer, NodeName node, Volume volume, LvmFacts facts, List<Finding> wrong) {
    boolean wanted = context.activeOn(layers.group()).contains(node);
    Health health = volume.isActive() == wanted ? Health.OK : Health.DEGRADED;
    List<String> detail = new ArrayList<>();
    detail.add(volume.size().toString());
    volume.cache().map(cache -> cacheWords(volume, cache)).ifPresent(detail::add);
    if (layer instanceof Layer.ThinPool pool) {
      detail.add("metadata " + PoolRules.percent(volume.fill().metadata()));
      detail.add(growth(pool, volume, facts));
      overcommitted(pool, volume).ifPresent(detail::add);
    }
    if (layer instanceof Layer.ThinVolume thin) {
      new ThinSchedule(thin, context.cluster()).inWords(context, facts).ifPresent(detail::add);
    }
    return state(
        layer,
        node,
        worst(wrong, health),
        volume.isActive() ? "active" : "inactive",
        String.join(", ", detail),
        fill(layer, volume, facts),
        wrong);
  }

  private Optional<String> overcommitted(Layer.ThinPool pool, Volume volume) {
    var sum = new Overcommitment(layers.thinVolumes(pool), volume.size());
    return sum.isThere() ? Optional.of(sum.percent() + " % promised") : Optional.empty();
  }

  private String growth(Layer.ThinPool pool, Volume volume, LvmFacts facts) {
    if (!pool.autoExtend().isOn()) {
      return "does not grow by itself";
    }
    String room =
        facts.group(layers.name()).map(g -> g.free().size().toString()).orElse("nothing known");
    return volume.monitoring() == Volume.Monitoring.WATCHED
        ? "grows at " + pool.autoExtend().at() + " with " + room + " left"
        : "not watched";
  }

  private static String cacheWords(Volume volume, Volume.CacheUse cache) {
    String hits =
        "hits: reads "
            + cache.readHitPercent().map(p -> p + " %").orElse("none")
            + ", writes "
            + cache.writeHitPercent().map(p -> p + " %").orElse("none");
    String dirty =
        cache.dirty() == 0
            ? ""
            : ", "
                + volume
                    .chunk()
                    .map(c -> new Size(c.bytes() * cache.dirty()).toString())
                    .orElse(cache.dirty() + " blocks")
                + " not written back";
    return "cached " + cache.mode() + ", " + hits + dirty;
  }

  /** Of a pool, and of a thin volume how much of it takes room. */
  private Optional<LayerState.Fill> fill(Layer layer, Volume volume, LvmFacts facts) {
    return layer instanceof Layer.LogicalVolume
        ? Optional.empty()
        : volume
            .fill()
            .data()
            .map(
                percent ->
                    new LayerState.Fill(
                        new Size((long) (volume.size().bytes() * (percent / 100))),
                        volume.size(),
                        layer instanceof Layer.ThinPool pool
                            ? FillLog.pace(pool, layers, volume, facts)
                            : Optional.empty()));
  }
}
