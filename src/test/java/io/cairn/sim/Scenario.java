package io.cairn.sim;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Engines;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Apply;
import io.cairn.operate.Destroy;
import io.cairn.operate.Failover;
import io.cairn.operate.Move;
import io.cairn.operate.Recovery;
import io.cairn.operate.Site;
import io.cairn.run.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One life of a simulated cluster: operations while things break, then peace, then the proof. */
final class Scenario implements AutoCloseable {
  /** How often it may take in peace: every power loss before can have left another thing to do. */
  private static final int ROUNDS = 6;

  /** More commands than any operation has. */
  private static final int MOST_STRIKES = 500;

  private final long seed;
  private Cluster cluster;
  private Engines engines;
  private final World world;
  private final List<String> story = new ArrayList<>();
  private final List<String> written = new ArrayList<>();

  Scenario(long seed, Cluster cluster, Engines engines) {
    this.seed = seed;
    this.cluster = cluster;
    this.engines = engines;
    this.world = new World(seed, cluster, Toolbox.all());
  }

  static Cluster cluster(String text) {
    return switch (ClusterFile.parse("cluster.yaml", text)) {
      case ParseResult.Parsed parsed -> parsed.file().cluster();
      case ParseResult.Rejected rejected -> throw new IllegalArgumentException(rejected.toString());
    };
  }

  World world() {
    return world;
  }

  /** What an operator does with a site. */
  @FunctionalInterface
  interface Operation {
    /** Does it, and says what came of it. */
    Object run(Site site);
  }

  /** One run of Cairn; however it ends, the next can begin. */
  Object run(String what, Operation operation) {
    Cairn cairn = new Cairn(world, what);
    Object outcome;
    try {
      outcome = operation.run(cairn.site(cluster, engines));
    } catch (IllegalStateException e) {
      if (!cairn.isKilled()) {
        throw e;
      }
      outcome = "killed";
    }
    cairn.close();
    written.addAll(cairn.written());
    written.add(outcome.toString());
    story.add(what + ": " + Story.brief(outcome));
    return outcome;
  }

  /** In the place of the engine of that name, from now on. */
  void use(Engine mistaken) {
    engines =
        new Engines(
            engines.all().stream()
                .map(engine -> engine.name().equals(mistaken.name()) ? mistaken : engine)
                .toList());
  }

  /** The file says something else from now on, of the same nodes. */
  void declare(Cluster other) {
    cluster = other;
  }

  /** The file says this from now on; disks that it names were put in before. */
  void declare(String text, String what) {
    story.add(what + ", so that the file says:\n    " + text.replace("\n", "\n    "));
    declare(cluster(text));
    world.furnish(cluster);
  }

  Object apply() {
    return applyAfter(_ -> {});
  }

  /** Applies; that happens after the plan was made and before it runs. */
  Object applyAfter(Consumer<World> event) {
    return run(
        "apply",
        site ->
            Apply.run(
                site,
                site.survey(),
                planned -> {
                  written.add(planned.toString());
                  event.accept(world);
                  return true;
                }));
  }

  Object move(String layer, String to) {
    return run(
        "move " + layer + " to " + to,
        site -> {
          Context context = site.survey();
          Move.Prospect prospect =
              Move.plan(context, cluster.layer(new LayerName(layer)), new NodeName(to));
          written.add(prospect.toString());
          return prospect instanceof Move.Prospect.Possible possible
              ? Move.run(site, possible)
              : prospect;
        });
  }

  /** Takes the layer over on that node, if the other one is provably dead. */
  Object failover(String layer, String to) {
    return run(
        "failover " + layer + " to " + to,
        site -> {
          Failover.Prospect prospect =
              Failover.plan(
                  site,
                  site.survey(),
                  cluster.layer(new LayerName(layer)),
                  new NodeName(to),
                  Set.of());
          return prospect instanceof Failover.Prospect.Possible possible
              ? site.run(possible.plan())
              : prospect;
        });
  }

  Object rejoin(String node) {
    return run(
        "rejoin " + node,
        site -> {
          Context context = site.survey();
          return context.observed().unreachable().isEmpty()
              ? site.run(Recovery.rejoin(context, new NodeName(node)))
              : context.observed().unreachable();
        });
  }

  /** Takes a layer away with all over it, by name. */
  Object destroy(String... layers) {
    Set<LayerName> named = Stream.of(layers).map(LayerName::new).collect(Collectors.toSet());
    return run(
        "destroy " + String.join(", ", layers),
        site ->
            switch (Destroy.plan(site.survey(named), named, named)) {
              case Destroy.Prospect.Possible possible ->
                  possible.plan().isEmpty() ? possible : site.run(possible.plan());
              case Destroy.Prospect refused -> refused;
            });
  }

  /** A disk dies, and a blank one is in its place. */
  void replaceDisk(String node, String serial) {
    story.add("the disk " + serial + " of " + node + " is replaced");
    Server server = world.server(node);
    server.replace(server.disk(Hardware.BY_ID + serial).orElseThrow());
  }

  /** On which node a resource is primary now; empty where on none. */
  Optional<String> primary(String resource) {
    return world.servers().stream()
        .filter(server -> isPrimary(server.kernel().replicas.get(resource)))
        .map(Server::name)
        .findFirst();
  }

  private static boolean isPrimary(@Nullable Replica replica) {
    return replica != null && replica.primary;
  }

  /** Does it again and again, with one fault each time, until none is left to strike. */
  void sweep(Faults faults, Runnable operation) {
    breakThings(faults);
    for (int quiet = 0; quiet < 2; ) {
      int before = faults.struck().size();
      if (before > MOST_STRIKES) {
        fail("faults find ever new commands");
      }
      faults.rearm();
      operation.run();
      world.mend();
      quiet = faults.struck().size() == before ? quiet + 1 : 0;
    }
  }

  /** The data on that disk of every node may go from now on. */
  void giveUp(String disk) {
    for (Server server : world.servers()) {
      world.ledger().forgive(server.disk(disk).orElseThrow());
    }
  }

  /** What is mounted there may go from now on. */
  void giveUpMounted(String path) {
    for (Server server : world.servers()) {
      server
          .kernel()
          .mountAt(path)
          .flatMap(mount -> server.block(mount.source()))
          .map(Block::content)
          .filter(Content.FileSystem.class::isInstance)
          .map(Content.FileSystem.class::cast)
          .ifPresent(world.ledger()::forgive);
    }
  }

  /** All data may go from now on. */
  void giveUpAll() {
    world
        .servers()
        .forEach(
            server ->
                server.disks().stream()
                    .filter(disk -> disk.owner() == Disk.Owner.CLUSTER)
                    .forEach(world.ledger()::forgive));
  }

  /** In peace, destroying again must come to its end. */
  void mustBeDestroyed(String... layers) {
    world.calm();
    for (int round = 0; round < ROUNDS; round++) {
      if (destroy(layers) instanceof Destroy.Prospect.Possible) {
        return;
      }
    }
    fail(String.join(", ", layers) + " is not destroyed");
  }

  void breakThings(Faults faults) {
    world.breakThings(faults);
  }

  /** Nothing breaks any more: it must come to an end, in which nothing is left to do. */
  void mustSettle() {
    world.calm();
    for (int round = 0; round < ROUNDS && world.gaps().isEmpty(); round++) {
      if (apply() instanceof Apply.Outcome.NothingToDo) {
        return;
      }
    }
    fail("it does not settle");
  }

  /** A plan ran to its end. */
  void mustComplete(Object outcome) {
    if (!(outcome instanceof Runner.Report report && report.isComplete())) {
      fail("the last operation did not come to its end");
    }
  }

  /** The context that a survey finds now. */
  Context survey() {
    Context[] found = new Context[1];
    run("survey", site -> found[0] = site.survey());
    return found[0];
  }

  /** What must hold after everything. */
  void mustBeWhole() {
    world.ledger().broken().forEach(this::fail);
    if (!world.gaps().isEmpty()) {
      fail("the imitation has gaps: " + String.join("\n", world.gaps()));
    }
    Secrets secrets = new Secrets(world.servers());
    secrets.in("the arguments of a program", world.calls()).ifPresent(this::fail);
    secrets.in("a journal, plan or output", written).ifPresent(this::fail);
    secrets.in("what a unit printed", world.journal()).ifPresent(this::fail);
  }

  void fail(String why) {
    throw new AssertionError(
        """
        %s
        Again alone: -Dcairn.seed=%d
        What the imitation does not know: %s
        What broke:
          %s
        What was done:
          %s
        The last calls:
          %s
        What units printed:
          %s"""
            .formatted(
                why,
                seed,
                world.gaps(),
                String.join("\n  ", world.faults().struck()),
                String.join("\n  ", story),
                String.join("\n  ", last(world.calls(), 25)),
                String.join("\n  ", last(world.journal(), 15))));
  }

  private static List<String> last(List<String> all, int count) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  @Override
  public void close() {
    world.close();
  }
}
