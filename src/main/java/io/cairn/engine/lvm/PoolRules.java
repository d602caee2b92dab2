package io.cairn.engine.lvm;

import io.cairn.engine.Finding;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a thin pool that is there: full, unable to grow, or unwatched. */
record PoolRules(
    Layer.ThinPool pool, GroupLayers layers, NodeName node, Volume volume, Optional<Group> group) {
  /** From here on a person should look. */
  private static final double FILLING = 80;

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    volume.fill().data().filter(p -> p >= 100).ifPresent(_ -> findings.add(full("data")));
    volume.fill().metadata().filter(p -> p >= 100).ifPresent(_ -> findings.add(full("metadata")));
    if (findings.isEmpty() && isFilling()) {
      findings.add(canGrow() ? filling() : stuck());
    }
    if (pool.autoExtend().isOn() && volume.monitoring() == Volume.Monitoring.NOT_WATCHED) {
      findings.add(unwatched());
    }
    if (!pool.autoExtend().isOn()) {
      new Overcommitment(layers.thinVolumes(pool), volume.size())
          .inWords()
          .map(this::overcommitted)
          .ifPresent(findings::add);
    }
    return findings;
  }

  private String place() {
    return node + ": " + layers.name() + "/" + pool.name();
  }

  private boolean isFilling() {
    return volume.fill().data().filter(p -> p >= FILLING).isPresent()
        || volume.fill().metadata().filter(p -> p >= FILLING).isPresent();
  }

  /** Whether there is room for one more step of growing by itself. */
  private boolean canGrow() {
    return pool.autoExtend().isOn()
        && volume.monitoring() == Volume.Monitoring.WATCHED
        && group
            .filter(
                g ->
                    g.free().size().bytes()
                        >= volume.size().bytes() / 100 * pool.autoExtend().by().value())
            .isPresent();
  }

  private String fill() {
    return "data "
        + percent(volume.fill().data())
        + ", metadata "
        + percent(volume.fill().metadata());
  }

  static String percent(Optional<Double> value) {
    return value.map(p -> "%d %%".formatted((long) Math.ceil(p))).orElse("unknown");
  }

  private Finding full(String what) {
    return Finding.error("LVM-22", "Thin pool is full")
        .at(place())
        .saw(fill(), "room for " + what)
        .because(
            "Writes to all its volumes fail, and file systems on them break.",
            "Give it room at once:\n  lvextend --size +1G " + layers.name() + "/" + pool.name());
  }

  private Finding stuck() {
    return Finding.warning("LVM-23", "Thin pool fills and cannot grow by itself")
        .at(place())
        .saw(
            fill() + "; " + group.map(g -> g.free() + " free").orElse("group unknown"),
            "room to grow")
        .because(
            "When it is full, writes to all its volumes fail.",
            "Add a device to the group, or delete what is not needed.");
  }

  private Finding filling() {
    return Finding.warning("LVM-24", "Thin pool fills")
        .at(place())
        .saw(fill(), "less than " + (int) FILLING + " %")
        .because(
            "It grows by itself as long as its group has room.",
            "Look at how much is left:\n  vgs " + layers.name());
  }

  private Finding unwatched() {
    return Finding.warning("LVM-25", "Thin pool is not watched")
        .at(place())
        .saw("not monitored", "watched by dmeventd")
        .because(
            "It does not grow by itself, and nobody is told when it fills.",
            "Apply, or:\n  lvchange --monitor y " + layers.name() + "/" + pool.name());
  }

  private Finding overcommitted(String sum) {
    return Finding.warning("LVM-26", "Thin pool overcommitted, and does not grow")
        .at(place())
        .saw(sum, "autoextend, or volumes that fit")
        .because(
            "Its volumes can fill it up; then writes to all of them fail.",
            "Declare 'autoextend', or smaller volumes.");
  }
}
