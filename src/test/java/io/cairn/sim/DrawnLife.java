package io.cairn.sim;

import io.cairn.engine.Engines;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The life of a cluster that was drawn from a seed, with what is done with it. */
final class DrawnLife {
  private static final int MOST_CHANGES = 4;

  /** Within how many calls of tools the first thing breaks. */
  private static final int WHILE_IT_IS_BUILT = 200;

  private static final int WHILE_IT_CHANGES = 40;

  /** What a file system may leave unused, in MiB. */
  private static final int SLACK = 9;

  private final Scenario scenario;
  private Sketch sketch;

  private DrawnLife(Scenario scenario, Sketch sketch) {
    this.scenario = scenario;
    this.sketch = sketch;
  }

  static void live(long seed) {
    RandomGenerator chance = new SplittableRandom(seed);
    Draw draw = new Draw(chance);
    Sketch first = draw.sketch();
    Changes changes = new Changes(chance, draw);
    try (Scenario scenario =
        new Scenario(seed, Scenario.cluster(first.text()), new Engines(Example.engines()))) {
      DrawnLife life = new DrawnLife(scenario, first);
      life.declare(first, "the first file");
      life.settle(WHILE_IT_IS_BUILT);
      for (int left = 1 + chance.nextInt(MOST_CHANGES); left > 0; left--) {
        life.does(changes.next(life.sketch));
      }
    }
  }

  private void declare(Sketch next, String what) {
    sketch = next;
    scenario.declare(next.text(), what);
  }

  private void does(Change change) {
    switch (change) {
      case Change.Declares(var after, var what) -> {
        declare(after, what);
        settle(WHILE_IT_CHANGES);
      }
      case Change.Moves(_, var resource, var to) -> {
        breakSomething(WHILE_IT_CHANGES);
        scenario.move(resource, to);
        settle(WHILE_IT_CHANGES);
      }
      case Change.Replaces(_, var node, var disk) -> {
        scenario.replaceDisk(node, disk);
        settle(WHILE_IT_CHANGES);
      }
      case Change.Destroys(var after, var layer) -> {
        sketch.upFrom(layer).forEach(going -> scenario.giveUpMounted(Sketch.mount(going)));
        breakSomething(WHILE_IT_CHANGES);
        scenario.destroy(layer);
        scenario.mustBeDestroyed(layer);
        declare(after, "without " + layer);
        settle(WHILE_IT_CHANGES);
      }
    }
  }

  private void breakSomething(int horizon) {
    scenario.breakThings(Faults.some(scenario.world().chance(), horizon));
  }

  /** Comes to what the file says, first in trouble, then in peace. */
  private void settle(int horizon) {
    breakSomething(horizon);
    scenario.apply();
    scenario.mustSettle();
    scenario.mustBeWhole();
    mustServe();
  }

  /** What the product said last is held against the machines: what is mounted where, how large. */
  private void mustServe() {
    scenario.world().rest();
    scenario.world().servers().forEach(this::mustBeRedundant);
    sketch.named("ext4", "btrfs", "xfs").forEach(this::mustBeMounted);
  }

  private void mustBeRedundant(Server server) {
    for (MdArray array : server.kernel().arrays.values()) {
      if (array.inSync() < array.wanted()) {
        scenario.fail(array.fullName() + " lacks a member on " + server.name());
      }
    }
    for (Replica replica : server.kernel().replicas.values()) {
      if (replica.link != Replica.Link.CONNECTED || replica.state != Replica.State.UP_TO_DATE) {
        scenario.fail(replica.resource() + " is " + replica.link + ", " + replica.state);
      }
    }
  }

  private void mustBeMounted(String name) {
    List<Server> serving =
        scenario.world().servers().stream()
            .filter(server -> server.kernel().mountAt(Sketch.mount(name)).isPresent())
            .toList();
    int wanted = sketch.isReplicated(name) ? 1 : sketch.nodes().size();
    if (serving.size() != wanted) {
      scenario.fail(name + " is mounted on " + serving.stream().map(Server::name).toList());
    }
    serving.forEach(server -> mustBeLarge(server, name));
  }

  private void mustBeLarge(Server server, String name) {
    long least = (long) (sketch.capacity(sketch.part(name).over().getFirst()) - SLACK) << 20;
    Content found =
        server
            .kernel()
            .mountAt(Sketch.mount(name))
            .flatMap(mount -> server.block(mount.source()))
            .map(Block::content)
            .orElseThrow();
    if (!(found instanceof Content.FileSystem system) || system.size() < least) {
      scenario.fail(name + " should have " + least + " bytes: " + found);
    }
  }
}
