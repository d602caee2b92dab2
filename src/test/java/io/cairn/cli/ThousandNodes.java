package io.cairn.cli;

import io.cairn.bench.Pairs;
import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Command;
import io.cairn.engine.Context;
import io.cairn.engine.Engines;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Observed;
import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import io.cairn.plan.Planner;
import io.cairn.survey.AnsweringHost;
import io.cairn.survey.Surveyor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How long Cairn takes to read the file of many nodes, to survey them and to plan, without the time
 * that nodes and networks take: {@code ThousandNodes finished|fresh NODES ROUNDS} prints a line for
 * each round.
 *
 * <p>What nodes of the finished state say of each other is taken from a survey and plan of its own
 * before: there only the first reading of the file is that of a process that has just begun, and
 * the memory is that of both. In the fresh state all of the first round is.
 */
final class ThousandNodes {
  private static final Path RECORDED = Path.of("src/test/resources/bench/pair");
  private static final Engines ENGINES = AllEngines.build();

  private ThousandNodes() {}

  public static void main(String[] arguments) throws IOException {
    String state = arguments[0];
    int nodes = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    String text = Pairs.file(nodes);
    Timed<Cluster> cluster = timed(() -> parsed(text));
    List<AnsweringHost> hosts = hosts(state, cluster.value());
    long bytes = hosts.stream().mapToLong(AnsweringHost::bytes).sum();
    Surveyor surveyor = new Surveyor(ENGINES, Clock.fixed(hosts.getFirst().time(), ZoneOffset.UTC));
    for (int round = 0; round < rounds; round++) {
      Timed<Cluster> read = round == 0 ? cluster : timed(() -> parsed(text));
      Timed<Observed> survey = timed(() -> surveyor.survey(read.value(), hosts));
      Timed<Planner.Result> plan =
          timed(() -> Planner.plan(Context.of(read.value(), survey.value(), ENGINES)));
      requireUnderstood(state, plan.value());
      System.out.printf(
          "%s %d round %d parse %d survey %d plan %d steps %d answers %d resident %d%n",
          state,
          nodes,
          round,
          read.milliseconds(),
          survey.milliseconds(),
          plan.milliseconds(),
          plan.value().plan().steps().size(),
          bytes / 1024,
          resident());
    }
  }

  private record Timed<T>(T value, long milliseconds) {}

  private static <T> Timed<T> timed(Supplier<T> work) {
    long begun = System.nanoTime();
    T value = work.get();
    return new Timed<>(value, (System.nanoTime() - begun) / 1_000_000);
  }

  private static Cluster parsed(String text) {
    return switch (ClusterFile.parse("cluster.yaml", text)) {
      case ParseResult.Parsed(var file) -> file.cluster();
      case ParseResult.Rejected(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  /**
   * In the finished state nothing is left to do; in the fresh one there is, and nothing is amiss.
   */
  private static void requireUnderstood(String state, Planner.Result planned) {
    boolean isFinished = state.equals("finished");
    if (planned.isRefused() || planned.plan().isEmpty() != isFinished) {
      throw new IllegalStateException(
          "%s: %s, steps %s"
              .formatted(
                  state,
                  planned.findings().stream().limit(3).toList(),
                  planned.plan().steps().stream().map(Step::id).limit(10).toList()));
    }
  }

  private static List<AnsweringHost> hosts(String state, Cluster cluster) throws IOException {
    List<String> recorded =
        List.of(
            Files.readString(RECORDED.resolve(state).resolve("nq0000a.txt")),
            Files.readString(RECORDED.resolve(state).resolve("nq0000b.txt")));
    Map<NodeName, Map<String, Reply>> instead =
        state.equals("finished") ? sharedFiles(cluster, recorded) : Map.of();
    return hosts(cluster, recorded, instead);
  }

  private static List<AnsweringHost> hosts(
      Cluster cluster, List<String> recorded, Map<NodeName, Map<String, Reply>> instead) {
    List<AnsweringHost> hosts = new ArrayList<>();
    int number = 0;
    for (NodeName node : cluster.nodes().keySet()) {
      String text = Pairs.ofPair(number / 2, recorded.get(number % 2));
      hosts.add(
          AnsweringHost.of(node, text, instead.getOrDefault(node, Map.of()), cluster, ENGINES));
      number++;
    }
    return hosts;
  }

  /**
   * The files in which a node names all others. The pair was recorded without others; so a finished
   * node's are those that Cairn would write now.
   */
  private static Map<NodeName, Map<String, Reply>> sharedFiles(
      Cluster cluster, List<String> recorded) {
    List<AnsweringHost> hosts = hosts(cluster, recorded, Map.of());
    Observed observed =
        new Surveyor(ENGINES, Clock.fixed(hosts.getFirst().time(), ZoneOffset.UTC))
            .survey(cluster, hosts);
    Map<NodeName, Map<String, Reply>> files = new HashMap<>();
    for (Step step : Planner.plan(Context.of(cluster, observed, ENGINES)).plan().steps()) {
      for (Command command : step.commands()) {
        if (command instanceof Command.Put(var file)) {
          files
              .computeIfAbsent(step.node(), _ -> new HashMap<>())
              .put(file.probe().name(), new Reply(0, whole(file), ""));
        }
      }
    }
    return files;
  }

  private static String whole(ManagedFile file) {
    return switch (file.content()) {
      case ManagedFile.Content.Whole(var text) -> text;
      case ManagedFile.Content.Block block ->
          block.begin() + "\n" + block.text() + block.end() + "\n";
    };
  }

  /** The most memory that the process ever had, in KiB. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
