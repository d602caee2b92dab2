package io.cairn.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What happens later by itself: power comes back, a network is mended. */
final class Timetable {
  private final World world;
  private final RandomGenerator chance;
  private final Map<Server, Integer> powerOn = new LinkedHashMap<>();
  private int heal;

  Timetable(World world, RandomGenerator chance) {
    this.world = world;
    this.chance = chance;
  }

  void powerOnLater(Server server) {
    powerOn.put(server, 1 + chance.nextInt(6));
  }

  /** Only {@link #finish} switches it on again. */
  void keepOff(Server server) {
    powerOn.put(server, Integer.MAX_VALUE);
  }

  void forget(Server server) {
    powerOn.remove(server);
  }

  void partition() {
    heal = 1 + chance.nextInt(8);
    world.replication().link(false);
  }

  /** One script of Cairn later. */
  void next() {
    for (Server server : List.copyOf(powerOn.keySet())) {
      int left = powerOn.merge(server, -1, Integer::sum);
      if (left <= 0) {
        powerOn.remove(server);
        world.powerOn(server);
      }
    }
    if (heal > 0 && --heal == 0) {
      world.replication().link(true);
    }
  }

  /** Everything at once. */
  void finish() {
    heal = 0;
    world.replication().link(true);
    for (Server server : world.servers()) {
      if (powerOn.remove(server) != null) {
        world.powerOn(server);
      }
    }
  }
}
