package io.cairn.sim;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Context;
import io.cairn.engine.Engines;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Apply;
import io.cairn.operate.Move;
import io.cairn.operate.Site;
import io.cairn.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One life of a simulated cluster: operations while things break, then peace, then the proof. */
final class Scenario implements AutoCloseable {
  /** How often it may take in peace: every power loss before can have left another thing to do. */
  private static final int ROUNDS = 6;

  private static final Pattern SECRET = Pattern.compile("shared-secret\\s+\"([^\"]+)\"");

  private final long seed;
  private final Cluster cluster;
  private final Engines engines;
  private final World world;
  private final List<String> story = new ArrayList<>();
  private final List<String> written = new ArrayList<>();

  Scenario(long seed, Cluster cluster, Engines engines) {
    this.seed = seed;
    this.cluster = cluster;
    this.engines = engines;
    this.world = new World(seed, List.copyOf(cluster.nodes().keySet()), Toolbox.all());
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
    story.add(what + ": " + brief(outcome));
    return outcome;
  }

  private static String brief(Object outcome) {
    String text = outcome.toString();
    return text.length() < 1500 ? text : text.substring(0, 1500) + "...";
  }

  Object apply() {
    return run("apply", site -> Apply.run(site, site.survey(), this::approve));
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

  private boolean approve(Planner.Result planned) {
    written.add(planned.toString());
    return true;
  }

  void breakThings(Faults faults) {
    world.breakThings(faults);
  }

  /** Nothing breaks any more: it must come to an end, in which nothing is left to do. */
  void mustSettle() {
    world.calm();
    for (int round = 0; round < ROUNDS; round++) {
      if (apply() instanceof Apply.Outcome.NothingToDo) {
        return;
      }
    }
    fail("it does not settle");
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
    for (String secret : secrets()) {
      mustNotContain(secret, "the arguments of a program", world.calls());
      mustNotContain(secret, "a journal, plan or output", written);
      mustNotContain(secret, "what a unit printed", world.journal());
    }
  }

  private void mustNotContain(String secret, String where, List<String> texts) {
    texts.stream()
        .filter(text -> text.contains(secret))
        .findFirst()
        .ifPresent(text -> fail("a secret stands in " + where + ": " + text));
  }

  private Set<String> secrets() {
    Set<String> secrets = new TreeSet<>();
    for (Server server : world.servers()) {
      for (String path : server.machine().filesBelow("/etc/drbd.d")) {
        SECRET
            .matcher(server.machine().readFile(path))
            .results()
            .map((MatchResult found) -> found.group(1))
            .forEach(secrets::add);
      }
      for (String path : server.machine().filesBelow("/var/lib/cairn/secrets")) {
        secrets.add(server.machine().readFile(path).strip());
      }
    }
    secrets.removeIf(secret -> secret.length() < 8);
    return secrets;
  }

  void fail(String why) {
    throw new AssertionError(
        """
        %s
        Again alone: -Dcairn.seed=%d
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
